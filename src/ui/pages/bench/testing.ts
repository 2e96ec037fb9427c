import type { PageServices } from '../../services'

const notNeeded = (): Promise<never> => Promise.reject(new Error('not needed here'))

/** Services of a page for tests: what is given, and nothing else. */
export function someServices(given: Partial<PageServices>): PageServices {
  return {
    recordedRun: notNeeded,
    findings: notNeeded,
    lab: notNeeded,
    attacks: notNeeded,
    play: notNeeded,
    startRun: notNeeded,
    benchmarks: notNeeded,
    estimate: notNeeded,
    grading: notNeeded,
    store: notNeeded,
    files: notNeeded,
    imported: notNeeded,
    rejections: notNeeded,
    translations: notNeeded,
    library: notNeeded,
    device: notNeeded,
    ...given,
  }
}
