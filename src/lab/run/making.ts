import type { Spec } from '../../core/experiment/spec'
import type { LabServices, RunEvent } from '../events'
import type { Budget } from './budget'
import type { Collected } from './collected'
import type { Failures } from './failures'
import type { Gate } from './gate'
import type { Grader } from './grading'
import type { Pace } from './pace'
import type { Progress } from './progress'
import type { Science } from './science'
import type { WorkQueue } from './work-queue'

/** How a run is steered, and whom it tells. */
export interface RunControl {
  readonly signal: AbortSignal
  readonly gate: Gate
  readonly pace: Pace
  readonly emit: (event: RunEvent) => void
}

/** What making samples needs around it; one for a whole run, but for the last two, which are a model's. */
export interface Making {
  readonly spec: Spec
  readonly services: LabServices
  readonly science: Science
  readonly control: RunControl
  readonly pace: Pace
  readonly budget: Budget
  readonly failures: Failures
  /** Finished samples; grows. */
  readonly collected: Collected
  readonly progress: Progress
  readonly grader: Grader
  readonly queue: WorkQueue
  /** The prompt as the model wants it: in its chat template where the spec asks for that. */
  readonly toModel: (prompt: string) => Promise<string>
  /** Rows decoded together. */
  readonly rows: number
}
