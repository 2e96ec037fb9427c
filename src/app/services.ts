import type { PageServices } from '../ui/services'
import type { LabServices } from '../lab/events'
import { fetchRun } from './recorded'

/** The rooms put together for a person. Each import happens when a page first asks: the first paint needs none of them. */

const COMMAND = 'page'

const locate = async (id: string) => (await services.library()).locate(id)

async function openLab(): Promise<LabServices> {
  if (typeof WebAssembly === 'undefined') throw await noWebAssembly()
  const [{ createEngine }, { createJudge }, attacks, benchmarks, store, imported] = await Promise.all([
    import('../engine/index'),
    import('../python/index'),
    services.attacks(),
    services.benchmarks(),
    services.store(),
    services.imported(),
  ])
  return {
    engine: createEngine({ locate }),
    judge: createJudge(),
    benchmarks,
    store,
    attacks,
    imported,
    locate,
    device: 'auto',
    command: COMMAND,
  }
}

async function noWebAssembly(): Promise<Error> {
  const { LabError } = await import('../core/errors')
  return new LabError(
    'no-webassembly',
    'This browser has no WebAssembly, so neither the models nor Python can run.',
    'Allow WebAssembly for this site (some hardened modes switch it off), or use a current Chrome, Edge, Firefox or Safari.',
  )
}

/** The same promise for all who ask, unless it failed: then the next one tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make().catch((thrown: unknown) => {
      made = null
      throw thrown
    })
    return made
  }
}

export const services: PageServices = {
  recordedRun: (path, signal) => fetchRun(new URL(`${path}/`, document.baseURI), signal),
  findings: async (signal) => (await import('./findings')).fetchFindings(new URL(document.baseURI), signal),
  lab: once(openLab),
  play: async (onState) => {
    const [{ PlayController }, { knownScience }, lab] = await Promise.all([
      import('../lab/play'),
      import('../lab/run/known-science'),
      services.lab(),
    ])
    return new PlayController(lab, knownScience, onState)
  },
  startRun: async () => (await import('../lab/run')).startRun,
  benchmarks: once(async () =>
    (await import('../storage/benchmark-library')).createBenchmarkLibrary({
      baseUrl: new URL('.', document.baseURI).href,
    }),
  ),
  estimate: once(async () => (await import('./estimating')).estimating),
  grading: once(async () => {
    if (typeof WebAssembly === 'undefined') throw await noWebAssembly()
    return (await import('./grading')).grading
  }),
  attacks: once(async () => (await import('./attack-support')).createAttackSupport(locate)),
  store: once(async () => (await import('../storage/run-store')).createRunStore()),
  imported: once(async () => (await import('../storage/imported-samples')).createImportedStore()),
  rejections: once(async () => (await import('../storage/rejections')).createRejectionStore()),
  translations: once(async () => (await import('./translation-files')).translationFiles()),
  library: once(async () => (await import('../storage/models')).createModelLibrary()),
  device: async () => (await import('../engine/device')).describeDevice(),
  files: once(async () => (await import('./run-files')).runFiles),
}
