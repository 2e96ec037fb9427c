import type { Benchmark, Problem } from '../core/benchmarks/types'
import type { VerdictFile } from '../core/experiment/verdict-file'
import type { ImportedSamples } from '../core/grading/types'
import type { Judged } from '../core/experiment/run-table'
import type { PromptRecord, RunRecord, SampleRecord } from '../core/experiment/record'
import type { Spec } from '../core/experiment/spec'
import type { Verdict } from '../core/judge/verdict'

/**
 * What the lab needs of the other rooms. It knows them by these interfaces only; tests give it fakes.
 * Every long call takes an AbortSignal as `signal` and rejects with LabError code `cancelled`.
 */

export type * from './benchmark-port'
export type * from './engine-port'
export type * from './library-port'
export type * from './rejections-port'
export type * from './translation-port'

export interface JudgeEnvironment {
  readonly pyodide: string
  readonly python: string
}

export interface JudgeCall {
  readonly signal?: AbortSignal
  /** `base`: the plus tests are left out, as with EvalPlus's --base-only. Default both. */
  readonly suites?: 'base' | 'both'
}

export interface Judge {
  environment(): Promise<JudgeEnvironment>
  /**
   * Runs a self-contained program against a problem's tests. Never throws for what the program does; LabError
   * `reference-failed` where the problem's own reference does not give what its tests need.
   */
  judge(problem: Problem, program: string, call?: JudgeCall): Promise<Verdict>
  /** Runs the reference of a problem against its own tests, twice. Never throws for what the reference does. */
  checkReference(problem: Problem, call?: JudgeCall): Promise<ReferenceReport>
  close(): void
}

/** What is wrong with a problem's reference or tests. */
export type ReferenceFault =
  /** No expected value: it raised, timed out, or gave what is not data. */
  | { readonly kind: 'no-value'; readonly suite: 'base' | 'plus'; readonly index: number; readonly what: string }
  /** The program does not load, or does not define the entry point. */
  | { readonly kind: 'not-loaded'; readonly what: string }
  /** It fails the tests that the problem had before it got inputs, or the values written down. */
  | { readonly kind: 'fails-tests'; readonly test: string; readonly what: string }
  /** A second run gave another value. */
  | { readonly kind: 'differs'; readonly suite: 'base' | 'plus'; readonly index: number; readonly what: string }
  /** The sandbox's own limits: stack, memory, size of a value. Python elsewhere may do it. */
  | { readonly kind: 'platform-limit'; readonly suite: 'base' | 'plus'; readonly index: number; readonly what: string }

export interface ReferenceReport {
  readonly taskId: string
  readonly faults: readonly ReferenceFault[]
  /** Calls made of each suite, and milliseconds of all of them. */
  readonly tests: { readonly base: number; readonly plus: number }
  readonly milliseconds: number
  readonly slowest: { readonly suite: 'base' | 'plus'; readonly index: number; readonly milliseconds: number } | null
}

export interface BenchmarkSource {
  /** Throws LabError `unknown-benchmark`, `bad-benchmark`, `not-found`, `html-instead-of-file`. */
  load(id: string, signal?: AbortSignal): Promise<Benchmark>
}

/** Files of samples that were made elsewhere. */
export interface ImportedSource {
  /** Throws LabError `not-found` where there is no such file, `bad-samples`. */
  load(name: string): Promise<ImportedSamples>
}

export interface ImportedStore extends ImportedSource {
  names(): Promise<string[]>
  /** Keeps a file under its name. Throws LabError `bad-samples` and its kin, `storage-full`. */
  put(name: string, bytes: Uint8Array): Promise<ImportedSamples>
  remove(name: string): Promise<void>
}

/** A run in columns, so that it opens without reading its samples. */
export interface StoredTable {
  readonly specId: string
  readonly verdicts: VerdictFile
  /** Ids of the samples, 32 bytes each, in the order of the run's cells and their columns; zeros where there is none. */
  readonly ids: Uint8Array<ArrayBuffer>
}

export interface StoredRun {
  /** contentId of the spec. */
  readonly specId: string
  readonly name: string
  readonly created: string
  readonly updated: string
  readonly spec: Spec
  /** The last record made, null while nothing is finished. */
  readonly record: RunRecord | null
}

/** What a run has in the store. */
export interface RunUsage {
  /** Distinct samples that it needs, as far as it was carried. */
  readonly needed: number
  /** Those of them that are there. */
  readonly there: number
  /** Bytes of those, estimated from some of them. */
  readonly bytes: number
}

/** Finished samples are kept by id, as they come; a run is a spec plus the ids its plan asks for. */
export interface RunStore {
  putRun(run: StoredRun): Promise<void>
  runs(): Promise<StoredRun[]>
  run(specId: string): Promise<StoredRun | null>
  /** Deletes a run, and the samples that no other run needs. */
  deleteRun(specId: string): Promise<void>
  /** Of every run that noted what it needs, by the hash of its spec. Samples that runs share count in each of them. */
  usage(): Promise<Map<string, RunUsage>>
  /** Notes ids of samples that a run needs, besides those noted before. */
  addMembers(specId: string, ids: readonly string[]): Promise<void>
  putTable(table: StoredTable): Promise<void>
  /** Null for a run that was not finished, or was finished by an earlier version. */
  table(specId: string): Promise<StoredTable | null>
  putSample(sample: SampleRecord): Promise<void>
  /** Those of the ids that exist. */
  samples(ids: readonly string[]): Promise<Map<string, SampleRecord>>
  /** As `samples`, verdicts only, so that many can be asked for. */
  judged(ids: readonly string[]): Promise<Map<string, Judged>>
  putPrompts(prompts: readonly PromptRecord[]): Promise<void>
  prompts(hashes: readonly string[]): Promise<Map<string, PromptRecord>>
}
