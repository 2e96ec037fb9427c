import { LabError } from '../core/errors'
import { createEngine } from '../engine'
import type { GenerationSpeed, LoadProgress, LocateModel, OpenModel } from '../lab/ports'
import { createModelLibrary } from '../storage/models'
import {
  type HeadlessModel,
  type HeadlessModelApi,
  type HeadlessModelEvent,
  type HeadlessWork,
  type HeadlessWorkDone,
  MODEL_EVENT_BINDING,
} from './models-api'
import { outcome } from './outcome'

declare global {
  interface Window {
    shakedownModel?: HeadlessModelApi
    [MODEL_EVENT_BINDING]?: (event: HeadlessModelEvent) => Promise<void>
  }
}

/** Loading is told a few times a second, not with every chunk. */
const LOADING_INTERVAL = 200

let opened: OpenModel | null = null

function model(): OpenModel {
  if (opened === null) throw new LabError('internal', 'No model is open.', 'Please report this.')
  return opened
}

/** Finds the folders that the command serves; other ids are the site's. */
export function locateServed(
  folders: Readonly<Record<string, { readonly base: string; readonly paths: readonly string[] }>>,
): LocateModel {
  const library = createModelLibrary()
  return async (id) => {
    const folder = folders[id]
    if (folder === undefined) return library.locate(id)
    return { kind: 'address', base: new URL(folder.base, document.baseURI).href, paths: folder.paths }
  }
}

/** Opens a model for a command; loading is told a few times a second. */
export function openHeadlessModel(
  { id, folder, file, device }: HeadlessModel,
  tell: (progress: LoadProgress) => void,
): Promise<OpenModel> {
  const engine = createEngine({ locate: locateServed(folder === null ? {} : { [id]: folder }) })
  let last = -Infinity
  const onProgress = (progress: LoadProgress): void => {
    const now = performance.now()
    if (now - last < LOADING_INTERVAL) return
    last = now
    tell(progress)
  }
  return engine.open(id, { device, onProgress, ...(file !== null && { file }) })
}

/** One file a request: the command's server writes each where the person wants it. */
async function save(scheme: string, address: string): Promise<{ path: string; bytes: number }[]> {
  const sent: { path: string; bytes: number }[] = []
  for (const [path, bytes] of await model().save(scheme)) {
    const answer = await fetch(new URL(path, new URL(address, document.baseURI)), { method: 'PUT', body: bytes })
    if (!answer.ok) {
      throw new LabError(
        'storage',
        `"${path}" could not be written: ${await answer.text()}`,
        'Check that the folder can be written to and that the disk has room.',
      )
    }
    sent.push({ path, bytes: bytes.length })
  }
  return sent
}

async function generate(work: HeadlessWork): Promise<HeadlessWorkDone> {
  const clock = (): number => performance.now()
  const start = clock()
  const variant = await model().variant(work.scheme)
  const made = clock()
  const noise = work.noise === null ? null : await variant.setNoise(work.noise)
  const ready = clock()
  const requests = await Promise.all(
    work.requests.map(async (request) =>
      work.chat ? { ...request, prompt: await model().chatPrompt(request.prompt) } : request,
    ),
  )
  const { maxTokens, stop, batchSize, sampling, ignoreEndOfText } = work
  let speed: GenerationSpeed | null = null
  const begun = clock()
  await variant.generate(requests, {
    maxTokens,
    stop,
    batchSize,
    ignoreEndOfText,
    ...(sampling !== null && { sampling }),
    onSpeed: (told) => (speed = told),
    onDone: (generation) => void window[MODEL_EVENT_BINDING]?.({ type: 'done', generation }),
  })
  const ended = clock()
  if (speed === null) throw new LabError('internal', 'The engine told no speed.', 'Please report this.')
  return {
    info: model().info,
    speed,
    variant: variant.info,
    noise,
    variantMilliseconds: made - start,
    noiseMilliseconds: ready - made,
    generateMilliseconds: ended - begun,
  }
}

export const headlessModel: HeadlessModelApi = {
  open: (wanted) =>
    outcome(async () => {
      const start = performance.now()
      opened = await openHeadlessModel(wanted, (progress) => {
        void window[MODEL_EVENT_BINDING]?.({ type: 'loading', progress })
      })
      return { info: opened.info, milliseconds: performance.now() - start }
    }),
  weights: (scheme) => outcome(() => model().weights(scheme)),
  report: (scheme) => outcome(() => model().report(scheme)),
  save: (scheme, address) => outcome(() => save(scheme, address)),
  generate: (work) => outcome(() => generate(work)),
}
