import type { RunBundle, SampleRecord } from '../core/experiment/record'
import type { Spec } from '../core/experiment/spec'
import type { AttackSupport } from './attacks/port'
import type { BenchmarkSource, DeviceChoice, Engine, Judge, LoadProgress, RunStore } from './ports'

/** The other rooms, put together by the page (src/app) or the headless entry (src/headless). */
export interface LabServices {
  readonly engine: Engine
  readonly judge: Judge
  readonly benchmarks: BenchmarkSource
  readonly store: RunStore
  readonly attacks: AttackSupport
  readonly device: DeviceChoice
  /** For the environment record: how the run was started. */
  readonly command: string
}

/** What a run says while it goes. Everything a progress display needs, nothing of how it looks. */
export type RunEvent =
  | { readonly type: 'planned'; readonly cells: number; readonly samples: number; readonly reused: number }
  | { readonly type: 'loading'; readonly model: string; readonly progress: LoadProgress }
  | { readonly type: 'cell'; readonly key: string; readonly label: string }
  /** Text of the sample that grows now, for a live view. */
  | { readonly type: 'text'; readonly cell: string; readonly taskId: string; readonly text: string }
  | {
      readonly type: 'sample'
      readonly sample: SampleRecord
      /** False when it came from the store. */
      readonly fresh: boolean
      readonly done: number
      readonly total: number
      /** Fresh samples a second since the run started or resumed; null until known. */
      readonly rate: number | null
      readonly secondsLeft: number | null
    }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'warning'; readonly message: string }

/** Handle on a run in progress (src/lab/run.ts makes it). */
export interface RunHandle {
  readonly spec: Spec
  /** Settles with the finished run; rejects with LabError (`cancelled` after cancel()). Finished samples are in the store either way. */
  readonly finished: Promise<RunBundle>
  pause(): void
  resume(): void
  cancel(): void
}
/** Implemented in src/lab/run.ts as `startRun`. */
export type StartRun = (spec: Spec, services: LabServices, onEvent: (event: RunEvent) => void) => RunHandle
