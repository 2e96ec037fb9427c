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

export const VariantSchema = v.strictObject({
  model: v.pipe(v.string(), v.nonEmpty()),
  /** How the weights are stored; left out: the file as it came. */
  scheme: v.optional(v.pipe(v.string(), v.nonEmpty()), 'as-shipped'),
  /** A graph of the model, e.g. "onnx/model_q4.onnx"; left out: the best master there is. */
  file: v.optional(v.pipe(v.string(), v.nonEmpty())),
})

export const BenchmarkChoiceSchema = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  /** First `limit` problems in file order; all when absent. */
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

export const DecodingSchema = v.strictObject({
  strategy: v.optional(v.picklist(['greedy']), 'greedy'),
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
  samples: v.optional(v.literal(1), 1),
})

export type Spec = v.InferOutput<typeof SpecSchema>
export type Variant = v.InferOutput<typeof VariantSchema>
export type Condition = v.InferOutput<typeof ConditionSchema>
export type PromptCondition = v.InferOutput<typeof PromptConditionSchema>
export type Noise = v.InferOutput<typeof NoiseSchema>
export type BenchmarkChoice = v.InferOutput<typeof BenchmarkChoiceSchema>
export type Decoding = v.InferOutput<typeof DecodingSchema>
