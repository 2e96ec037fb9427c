import type { Edit } from '../attacks/types'
import type { ErrorCode } from '../errors'
import type { FailingTest, SuiteStatus, VerdictKind } from '../judge/verdict'
import type { BenchmarkChoice, Condition, Spec, Variant } from './spec'

/** The run folder: run.json, samples.jsonl.gz, prompts.jsonl.gz (formats, "A run"). Keys are as in the files. */

export interface SampleRecord {
  /** Hash of all that determines the sample; equal work has an equal id in any run. */
  readonly id: string
  /** Cell key, see plan. */
  readonly cell: string
  readonly task_id: string
  readonly index: number
  /** Hash of the prompt as sent. */
  readonly prompt: string
  readonly completion: string
  readonly solution: string
  readonly base_status: SuiteStatus
  /** Null where the benchmark has no plus tests. */
  readonly plus_status: SuiteStatus | null
  readonly kind: VerdictKind
  readonly failing: FailingTest | null
  /** Each test of the suites in file order: `1` pass, `0` fail, `-` not run (core/judge/marks). */
  readonly tests: { readonly base: string; readonly plus: string }
  /** Generated tokens, the end-of-text token included. */
  readonly tokens: number
  readonly finish: 'end-of-text' | 'stop' | 'length' | 'not-a-number'
  readonly seed: number
  readonly timing: { readonly generate_ms: number; readonly judge_ms: number }
}

export interface PromptRecord {
  readonly hash: string
  readonly task_id: string
  readonly text: string
  readonly edits: readonly Edit[]
}

/** Environment of a run; never part of equality between runs. */
export interface EnvironmentRecord {
  readonly shakedown: string
  readonly user_agent: string
  readonly device: 'webgpu' | 'wasm'
  readonly adapter: string
  readonly onnxruntime: string
  readonly transformers: string
  readonly pyodide: string
  readonly python: string
  readonly command: string
  readonly started: string
  readonly finished: string
}

export type VariantRecord = Variant & MadeVariant

export interface MadeVariant {
  /** What the scheme was made from, e.g. "fp16"; "imported" for samples made elsewhere. */
  readonly master: string
  /** SHA-256 by file path within the model; by name of the imported samples. */
  readonly files: Readonly<Record<string, string>>
  readonly parameters: number
  /** Bytes of the weights under the scheme. */
  readonly bytes: number
  /**
   * How rows of different lengths ran together; `single`: one at a time, since a batch of this file gives other tokens there.
   * Absent in records of earlier versions.
   */
  readonly batching?: 'right' | 'left' | 'equal' | 'single' | undefined
}

export interface CellRecord {
  readonly key: string
  readonly variant: number
  readonly condition: number
  readonly benchmark: string
  readonly n: number
  readonly base_passed: number
  readonly plus_passed: number
  /** Against the variant's original (./originals.ts) under the same condition and benchmark; null for an original itself. Plus verdicts. */
  readonly flips: {
    readonly both: number
    readonly lost: number
    readonly gained: number
    readonly neither: number
  } | null
}

/** One comparison, with its interval: drops (clean against condition) and losses (original against variant). */
export interface DropRecord {
  readonly cell: string
  readonly against: string
  readonly suite: 'base' | 'plus'
  readonly n: number
  readonly drop: number
  /** Paired bootstrap, 95 %. */
  readonly low: number
  readonly high: number
  readonly lost: number
  readonly gained: number
  readonly mcnemar_p: number
}

export interface RobustnessRecord {
  readonly condition: number
  readonly variant: number
  readonly benchmark: string
  readonly suite: 'base' | 'plus'
  readonly original_drop: number
  readonly variant_drop: number
  /** Row of the sign table (notes 1.6). */
  readonly outcome: 'ratio' | 'variant-better' | 'original-better' | 'equal'
  /** Only where both drops are positive. */
  readonly rrs: number | null
  readonly low: number | null
  readonly high: number | null
}

/** ReCode's metrics over conditions that differ in their seeds only, as shares of problems (core/metrics/worst-of-seeds). */
export interface WorstOfSeedsRecord {
  readonly variant: number
  readonly benchmark: string
  readonly suite: 'base' | 'plus'
  /** Places of the conditions; their number is ReCode's s. */
  readonly conditions: readonly number[]
  readonly n: number
  /** Clean pass@1. */
  readonly pass: number
  /** RP: right under every seed. */
  readonly robust_pass: number
  /** RD: the part of the clean pass@1 that is lost in the worst case; null where nothing passed clean. */
  readonly robust_drop: number | null
  /** RR: problems whose verdict changes under some seed, either way. */
  readonly robust_relative: number
  /** Of the problems right when clean, those wrong under some seed; null where there are none. */
  readonly attack_success: number | null
}

/** What is computed from the samples. */
export interface SummaryRecord {
  readonly cells: readonly CellRecord[]
  readonly drops: readonly DropRecord[]
  readonly losses: readonly DropRecord[]
  readonly robustness: readonly RobustnessRecord[]
  /** Absent where no two conditions differ in their seeds only. */
  readonly worst_of_seeds?: readonly WorstOfSeedsRecord[] | undefined
}

/** A perturbed prompt of which a person says that it no longer means what the clean one does. */
export interface RejectedPrompt {
  readonly task_id: string
  /** Hash of the prompt as sent. */
  readonly prompt: string
}

/** A person's look at the prompts of a run: the statistics once more, without the problems whose prompt was rejected. */
export interface ReviewRecord {
  readonly rejected: readonly RejectedPrompt[]
  readonly without: SummaryRecord
}

/** What could not be made, after it was tried a second time. */
export interface FailureRecord {
  readonly variant: number
  /** Null where the whole variant could not be made. */
  readonly condition: number | null
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

export interface RunRecord extends SummaryRecord {
  readonly version: 1
  readonly kind: 'shakedown-run'
  /** Hash of the spec and of all sample ids: names the run. */
  readonly id: string
  readonly spec: Spec
  /** `partial`: some samples that the spec asks for are not there (budget, shard, failures). */
  readonly status: 'finished' | 'partial'
  /** Which part of the problems was made: those whose place in the file is index - 1 more than a multiple of `of`. */
  readonly shard?: { readonly index: number; readonly of: number } | undefined
  readonly variants: readonly VariantRecord[]
  readonly conditions: readonly Condition[]
  readonly benchmarks: readonly (BenchmarkChoice & {
    readonly md5: string
    readonly n: number
    /** Ids of the problems, in file order. Absent in records of earlier versions. */
    readonly tasks?: readonly string[] | undefined
  })[]
  /** Absent where nothing failed. */
  readonly failures?: readonly FailureRecord[] | undefined
  /** Absent where no prompt of the run was rejected. */
  readonly review?: ReviewRecord | undefined
  readonly timing: {
    readonly milliseconds: number
    readonly tokens_per_second: readonly { readonly variant: number; readonly value: number }[]
  }
  readonly environment: EnvironmentRecord
}

/** Everything of a run together, as the page holds it. */
export interface RunBundle {
  readonly run: RunRecord
  readonly samples: readonly SampleRecord[]
  readonly prompts: readonly PromptRecord[]
}
