import { cancelled, fromPlainError, LabError, toPlainError } from '../../core/errors'
import { Gate } from '../run/gate'
import { Pace } from '../run/pace'
import { executeGrading } from './execute'
import type { StartGrading } from './port'

/**
 * Grades imported samples. A pause lets what the judge already has come to its end; a cancel waits for nothing. What
 * was graded is in the store either way.
 */
export const startGrading: StartGrading = (request, services, onEvent) => {
  const abort = new AbortController()
  const gate = new Gate()
  const pace = new Pace()
  const control = { signal: abort.signal, gate, pace, emit: onEvent }
  const finished = executeGrading(request, services, control).catch((thrown: unknown) => {
    if (abort.signal.aborted) throw cancelled()
    throw thrown instanceof LabError ? thrown : fromPlainError(toPlainError(thrown))
  })
  // Who only cancels need not listen to the outcome.
  finished.catch(() => undefined)
  return {
    finished,
    pause: () => {
      if (!gate.pause()) return
      pace.stop()
      onEvent({ type: 'paused' })
    },
    resume: () => {
      if (!gate.resume()) return
      pace.begin()
      onEvent({ type: 'resumed' })
    },
    cancel: () => abort.abort(),
  }
}
