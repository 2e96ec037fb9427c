import * as v from 'valibot'
import { ERROR_CODES } from '../errors'
import { VERDICT_KINDS } from '../judge/verdict'
import { BenchmarkChoiceSchema, ConditionSchema, ImportedVariantSchema, ModelVariantSchema, SpecSchema } from './spec'

/** The run folder's files as schemas; `record.ts` has the same as types, and parse-run.ts asserts that they agree. */

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Place = v.pipe(v.number(), v.integer(), v.minValue(1))
const Suite = v.picklist(['base', 'plus'])
const Status = v.picklist(['pass', 'fail', 'timeout'])
const Hashes = v.record(v.string(), v.string())

export const FailingTestSchema = v.strictObject({
  suite: Suite,
  index: Count,
  input: v.string(),
  expected: v.string(),
  got: v.string(),
  trace: v.optional(v.array(v.strictObject({ line: Count, name: v.string() }))),
})

const Marks = v.pipe(v.string(), v.regex(/^[10-]*$/))

export const SampleSchema = v.strictObject({
  id: v.string(),
  cell: v.string(),
  task_id: v.string(),
  index: Count,
  prompt: v.string(),
  completion: v.string(),
  solution: v.string(),
  base_status: Status,
  plus_status: v.nullable(Status),
  kind: v.picklist(VERDICT_KINDS),
  failing: v.nullable(FailingTestSchema),
  tests: v.strictObject({ base: Marks, plus: Marks }),
  tokens: Count,
  finish: v.picklist(['end-of-text', 'stop', 'length', 'not-a-number']),
  seed: v.number(),
  timing: v.strictObject({ generate_ms: v.number(), judge_ms: v.number() }),
})

export const EditSchema = v.strictObject({ start: Count, end: Count, before: v.string(), after: v.string() })

export const PromptSchema = v.strictObject({
  hash: v.string(),
  task_id: v.string(),
  text: v.string(),
  edits: v.array(EditSchema),
})

export const EnvironmentSchema = v.strictObject({
  shakedown: v.string(),
  user_agent: v.string(),
  device: v.picklist(['webgpu', 'wasm']),
  adapter: v.string(),
  onnxruntime: v.string(),
  transformers: v.string(),
  pyodide: v.string(),
  python: v.string(),
  command: v.string(),
  started: v.string(),
  finished: v.string(),
})

export const CellSchema = v.strictObject({
  key: v.string(),
  variant: Count,
  condition: Count,
  benchmark: v.string(),
  n: Count,
  base_passed: Count,
  plus_passed: Count,
  flips: v.nullable(v.strictObject({ both: Count, lost: Count, gained: Count, neither: Count })),
})

export const DropSchema = v.strictObject({
  cell: v.string(),
  against: v.string(),
  suite: Suite,
  n: Count,
  drop: v.number(),
  low: v.number(),
  high: v.number(),
  lost: Count,
  gained: Count,
  mcnemar_p: v.number(),
})

export const RobustnessSchema = v.strictObject({
  condition: Count,
  variant: Count,
  benchmark: v.string(),
  suite: Suite,
  original_drop: v.number(),
  variant_drop: v.number(),
  outcome: v.picklist(['ratio', 'variant-better', 'original-better', 'equal']),
  rrs: v.nullable(v.number()),
  low: v.nullable(v.number()),
  high: v.nullable(v.number()),
})

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

export const WorstOfSeedsSchema = v.strictObject({
  variant: Count,
  benchmark: v.string(),
  suite: Suite,
  conditions: v.pipe(v.array(Count), v.minLength(2)),
  n: Count,
  pass: Share,
  robust_pass: Share,
  /** Below 0 where the worst of the seeds passes more than clean. */
  robust_drop: v.nullable(v.pipe(v.number(), v.maxValue(1))),
  robust_relative: v.number(),
  attack_success: v.nullable(Share),
})

const summary = {
  cells: v.array(CellSchema),
  drops: v.array(DropSchema),
  losses: v.array(DropSchema),
  robustness: v.array(RobustnessSchema),
  worst_of_seeds: v.optional(v.array(WorstOfSeedsSchema)),
}

export const RejectedPromptSchema = v.strictObject({ task_id: v.string(), prompt: v.string() })

const made = {
  master: v.string(),
  files: Hashes,
  parameters: Count,
  bytes: Count,
  batching: v.optional(v.picklist(['right', 'left', 'equal', 'single'])),
}

export const RunSchema = v.strictObject({
  version: v.literal(1),
  kind: v.literal('shakedown-run'),
  id: v.string(),
  spec: SpecSchema,
  status: v.picklist(['finished', 'partial']),
  shard: v.optional(v.strictObject({ index: Place, of: Place })),
  variants: v.array(
    v.union([
      v.strictObject({ ...ModelVariantSchema.entries, ...made }),
      v.strictObject({ ...ImportedVariantSchema.entries, ...made }),
    ]),
  ),
  conditions: v.array(ConditionSchema),
  benchmarks: v.array(
    v.strictObject({
      ...BenchmarkChoiceSchema.entries,
      md5: v.string(),
      n: Count,
      tasks: v.optional(v.array(v.string())),
    }),
  ),
  failures: v.optional(
    v.array(
      v.strictObject({
        variant: Count,
        condition: v.nullable(Count),
        code: v.picklist(ERROR_CODES),
        message: v.string(),
        hint: v.string(),
      }),
    ),
  ),
  ...summary,
  review: v.optional(v.strictObject({ rejected: v.array(RejectedPromptSchema), without: v.strictObject(summary) })),
  timing: v.strictObject({
    milliseconds: v.number(),
    tokens_per_second: v.array(v.strictObject({ variant: Count, value: v.number() })),
  }),
  environment: EnvironmentSchema,
})
