import { cancelled, fromPlainError, LabError, toPlainError } from '../../core/errors'
import { specId } from '../../core/experiment/parse-spec'
import type { Spec } from '../../core/experiment/spec'
import type { LabServices, RunEvent, RunHandle, RunOptions } from '../events'
import { executeRun } from './execute'
import { Gate } from './gate'
import { withRunLock } from './lock'
import { Pace } from './pace'
import type { Science } from './science'

/** `startRun` of ../run.ts with the parts of core given. */
export function startRunWith(
  science: Science,
  spec: Spec,
  services: LabServices,
  onEvent: (event: RunEvent) => void,
  { shard = null }: RunOptions = {},
): RunHandle {
  const abort = new AbortController()
  const gate = new Gate()
  const pace = new Pace()
  const control = { signal: abort.signal, gate, pace, emit: onEvent }
  const finished = withRunLock(specId(spec), () => executeRun(spec, services, science, control, shard)).catch(
    (thrown: unknown) => {
      if (abort.signal.aborted) throw cancelled()
      throw thrown instanceof LabError ? thrown : fromPlainError(toPlainError(thrown))
    },
  )
  // Who only cancels need not listen to the outcome.
  finished.catch(() => undefined)
  return {
    spec,
    finished,
    pause: () => {
      if (!gate.pause()) return
      pace.stop()
      onEvent({ type: 'paused' })
    },
    resume: () => {
      if (!gate.resume()) return
      onEvent({ type: 'resumed' })
    },
    cancel: () => abort.abort(),
  }
}
