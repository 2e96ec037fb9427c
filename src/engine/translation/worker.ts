import * as Comlink from 'comlink'
import type { BackTranslation } from '../../core/attacks/resources'
import { LabError } from '../../core/errors'
import type { TranslationSettings } from '../../core/translation/translators'
import { fileSource } from '../files'
import { type Job, JobQueue } from '../job'
import { prepareRuntime } from '../runtime'
import { type LoadedModel, loadModel, translateText } from './direction'
import type { FileProgress, TranslationWorker, TranslatorMessage } from './protocol'

/** One translator a worker: a model each way, or one model for both. */
interface Opened {
  readonly settings: TranslationSettings
  readonly there: LoadedModel
  readonly back: LoadedModel
}

const queue = new JobQueue()
let opened: Opened | null = null

async function open(
  { settings, files }: TranslatorMessage,
  job: Job,
  onProgress: (progress: FileProgress) => void,
): Promise<Opened> {
  const { there, back, precision } = settings
  const load = (id: string): Promise<LoadedModel> => {
    const located = files[id]
    if (located === undefined) throw new LabError('unknown-model', `There is no model "${id}".`, 'Import it first.')
    return loadModel(id, fileSource(located), { precision, signal: job.signal, onProgress })
  }
  const first = await load(there.model)
  await job.pause()
  return { settings, there: first, back: back.model === there.model ? first : await load(back.model) }
}

async function translate({ settings, there, back }: Opened, text: string): Promise<BackTranslation> {
  const away = await translateText(there, settings.there, text, settings)
  if (away.kind === 'refused') return away
  const home = await translateText(back, settings.back, away.text, settings)
  if (home.kind === 'refused') return home
  return { kind: 'translated', text: home.text, pivotText: away.text, isWhole: away.isWhole && home.isWhole }
}

const api: TranslationWorker = {
  open: (id, message, onProgress) =>
    queue.run(id, async (job) => {
      prepareRuntime()
      opened = null
      opened = await open(message, job, onProgress)
      return null
    }),
  translate: (id, text) =>
    queue.run(id, async () => {
      if (opened === null) throw new LabError('internal', 'No translator is open.', 'Please report this.')
      return translate(opened, text)
    }),
}

Comlink.expose(api)
