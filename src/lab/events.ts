import type { PlainError } from '../core/errors'
import type { PromptRecord, RunRecord, SampleRecord } from '../core/experiment/record'
import type { RunTable } from '../core/experiment/run-table'
import type { Shard } from '../core/experiment/shard'
import type { Spec } from '../core/experiment/spec'
import type { SentPrompts } from '../core/experiment/verdict-file'
import type { AttackSupport } from './attacks/port'
import type { BenchmarkSource, DeviceChoice, Engine, ImportedSource, Judge, LoadProgress, RunStore } from './ports'

/** The other rooms, put together by the page (src/app) or the headless entry (src/headless). */
export interface LabServices {
  readonly engine: Engine
  readonly judge: Judge
  readonly benchmarks: BenchmarkSource
  readonly store: RunStore
  readonly attacks: AttackSupport
  /** Samples made elsewhere, by the name that a spec gives them. */
  readonly imported: ImportedSource
  /** Settles where there is such a model. Throws LabError `unknown-model`. */
  locate(model: string): Promise<unknown>
  readonly device: DeviceChoice
  /** For the environment record: how the run was started. */
  readonly command: string
}

/** What a run says while it goes. Everything a progress display needs, nothing of how it looks. */
export type RunEvent =
  | {
      readonly type: 'planned'
      /** Those that have samples. */
      readonly cells: number
      readonly samples: number
      readonly reused: number
      /** Cells whose samples are all there. */
      readonly cellsDone?: number
    }
  | { readonly type: 'loading'; readonly model: string; readonly progress: LoadProgress }
  | { readonly type: 'cell'; readonly key: string; readonly label: string }
  /** Text of the sample that grows now, for a live view. */
  | { readonly type: 'text'; readonly cell: string; readonly taskId: string; readonly text: string }
  /** A sample was made. Those that were in the store are told by `planned`. */
  | {
      readonly type: 'sample'
      readonly sample: SampleRecord
      /** All cells that it is for. */
      readonly cells: readonly string[]
      readonly done: number
      readonly total: number
      /** As of `planned`. */
      readonly cellsDone?: number
      /** Samples a second since the run started, pauses left out; null until known. */
      readonly rate: number | null
      readonly secondsLeft: number | null
    }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  /** Something went wrong; `again`: it is tried once more, else the run goes on without it. */
  | { readonly type: 'failure'; readonly what: string; readonly error: PlainError; readonly again: boolean }

/** Handle on a run in progress (src/lab/run.ts makes it). */
export interface RunHandle {
  readonly spec: Spec
  /**
   * Settles with the finished run, or with a `partial` one (budget, shard, failures); rejects with LabError (`cancelled`
   * after cancel()). Finished samples are in the store either way.
   */
  readonly finished: Promise<FinishedRun>
  pause(): void
  resume(): void
  cancel(): void
}
/** A run in columns, with the ids of its samples, whose texts are in the store. */
export interface FinishedRun {
  readonly run: RunRecord
  readonly table: RunTable
  readonly sent: SentPrompts
  readonly prompts: readonly PromptRecord[]
  /** In the order of the plan. */
  readonly ids: readonly { readonly cell: string; readonly id: string }[]
}

export interface RunOptions {
  /** Makes a part of the problems only. */
  readonly shard?: Shard | null
}

/** Implemented in src/lab/run.ts as `startRun`. */
export type StartRun = (
  spec: Spec,
  services: LabServices,
  onEvent: (event: RunEvent) => void,
  options?: RunOptions,
) => RunHandle
