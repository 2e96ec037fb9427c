import { LabError } from '../../core/errors'

/**
 * Runs `body` while nobody else of this origin carries the same run. Where the browser has no Web Locks (or outside a
 * browser) it just runs: at worst two tabs then do the same work and store equal samples twice.
 */
export async function withRunLock<T>(specId: string, body: () => Promise<T>): Promise<T> {
  const locks = typeof navigator === 'undefined' ? undefined : (navigator as { locks?: LockManager }).locks
  if (locks === undefined) return body()
  return locks.request(`shakedown-run-${specId}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) {
      throw new LabError(
        'already-running',
        'This run is going on in another tab.',
        'Look for the other Shakedown tab, or close it and start here again: what it finished is kept.',
      )
    }
    return body()
  })
}
