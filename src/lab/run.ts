import type { StartRun } from './events'
import { knownScience } from './run/known-science'
import { startRunWith } from './run/start'

/**
 * Starts a run. Finished samples are stored as they come and found again by their id, so that a run that was cancelled,
 * failed or killed goes on where it was when it is started anew. Only one tab carries a run at a time.
 */
export const startRun: StartRun = (spec, services, onEvent, options) =>
  startRunWith(knownScience, spec, services, onEvent, options)
