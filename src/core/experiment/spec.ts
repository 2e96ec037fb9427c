import * as v from 'valibot'

/** The spec of a run: the contract of page, command and files (formats, "A spec"). */

const NOISE_TARGETS = ['every-weight', 'float-only', 'before-quantizing', 'stored'] as const

const Seed = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff))

export const PromptConditionSchema = v.strictObject({
  attack: v.string(),
  mode: v.optional(v.picklist(['published', 'corrected']), 'corrected'),
  parameters: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean()])), {}),
  seed: v.optional(Seed, 0),
})

export const NoiseSchema = v.strictObject({
  noise: v.string(),
  /**
   * Standard deviation (gaussian) or half width (uniform), absolute unless `relative` (then times the tensor's standard
   * deviation); for bitflip the probability that a bit of a stored code flips.
   */
  level: v.pipe(v.number(), v.finite(), v.minValue(0)),
  relative: v.optional(v.boolean(), false),
  target: v.optional(v.picklist(NOISE_TARGETS), 'every-weight'),
  roles: v.optional(v.array(v.string())),
  /** Only weights of these layers, from 0; what belongs to no layer (embedding, head, last norm) stays as it is. */
  layers: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  seed: v.optional(Seed, 0),
})

export const ConditionSchema = v.strictObject({
  prompt: v.optional(v.nullable(PromptConditionSchema), null),
  weights: v.optional(v.nullable(NoiseSchema), null),
})

const Name = v.pipe(v.string(), v.nonEmpty())

/**
 * The variants behind it, up to the next one so marked, are paired with this one; the first variant of a spec always is
 * such an original (./originals.ts).
 */
const Original = v.optional(v.literal(true))

export const ModelVariantSchema = v.strictObject({
  model: Name,
  /** How the weights are stored; left out: the file as it came. */
  scheme: v.optional(Name, 'as-shipped'),
  /** A graph of the model, e.g. "onnx/model_q4.onnx"; left out: the best master there is. */
  file: v.optional(Name),
  original: Original,
})

/** Generations made elsewhere, for models too large for a tab; they are graded here and paired problem by problem. */
export const ImportedVariantSchema = v.strictObject({
  /** What tables call it, e.g. "CodeLlama-34B NF4". */
  name: Name,
  /** A samples.jsonl for each condition, in their order; null: none. One name alone: of the clean condition. */
  samples: v.union([Name, v.pipe(v.array(v.nullable(Name)), v.minLength(1))]),
  original: Original,
})

/** One of the two, told apart by `samples`, so that an error names the key of the one that was meant. */
export const VariantSchema = v.lazy(
  (input): v.GenericSchema<unknown, v.InferOutput<typeof ModelVariantSchema | typeof ImportedVariantSchema>> => {
    if (input === undefined) return v.union([ModelVariantSchema, ImportedVariantSchema])
    return typeof input === 'object' && input !== null && 'samples' in input
      ? ImportedVariantSchema
      : ModelVariantSchema
  },
)

export const BenchmarkChoiceSchema = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  /** First `limit` problems in file order; all when absent. */
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

export const DecodingSchema = v.strictObject({
  strategy: v.optional(v.picklist(['greedy', 'sample']), 'greedy'),
  /** Of `sample`, each: logits over it (0.8 if left out), then the smallest set that holds topP (0.95). */
  temperature: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(10))),
  topP: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  /** Of `sample`: every (problem, sample) draws from a stream of its own, derived from this (0). */
  seed: v.optional(Seed),
  maxTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096)), 192),
  /** Stop strings of EvalPlus or of bigcode-evaluation-harness for the benchmark's form; `none`: only end of text and maxTokens. */
  stop: v.optional(v.picklist(['evalplus', 'bigcode', 'none']), 'evalplus'),
  /**
   * `evalplus-base`: prompt.strip() + "\n"; `bigcode`: prompt.strip(); `verbatim`: as shipped; `chat`: the model's chat
   * template around EvalPlus's instruct wording.
   */
  prompt: v.optional(v.picklist(['evalplus-base', 'bigcode', 'verbatim', 'chat']), 'evalplus-base'),
})

export const SpecSchema = v.strictObject({
  version: v.literal(1),
  name: v.pipe(v.string(), v.nonEmpty()),
  variants: v.pipe(v.array(VariantSchema), v.minLength(1)),
  conditions: v.pipe(v.array(ConditionSchema), v.minLength(1)),
  benchmarks: v.pipe(v.array(BenchmarkChoiceSchema), v.minLength(1)),
  decoding: v.optional(DecodingSchema, {}),
  /** `sanitize`: EvalPlus's rules; `none`: prompt + completion as it is. */
  extraction: v.optional(v.picklist(['sanitize', 'published', 'none']), 'sanitize'),
  /** Samples a problem; more than one needs the strategy `sample`. */
  samples: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)), 1),
  /** Every condition that draws is made once for each of these, in place of its own seed (parse-spec.ts spells them out). */
  seeds: v.optional(v.pipe(v.array(Seed), v.minLength(1))),
  /** When this much is spent the run ends with what is there, as `partial`; started again, it goes on. */
  budget: v.optional(
    v.strictObject({
      minutes: v.optional(v.pipe(v.number(), v.gtValue(0))),
      /** Samples made, not those found in the store. */
      samples: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    }),
  ),
})

export type Spec = v.InferOutput<typeof SpecSchema>
export type ModelVariant = v.InferOutput<typeof ModelVariantSchema>
export type ImportedVariant = v.InferOutput<typeof ImportedVariantSchema>
export type Variant = ModelVariant | ImportedVariant
export type Condition = v.InferOutput<typeof ConditionSchema>
export type PromptCondition = v.InferOutput<typeof PromptConditionSchema>
export type Noise = v.InferOutput<typeof NoiseSchema>
export type BenchmarkChoice = v.InferOutput<typeof BenchmarkChoiceSchema>
export type Decoding = v.InferOutput<typeof DecodingSchema>
