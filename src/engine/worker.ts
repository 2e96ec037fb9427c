import * as Comlink from 'comlink'
import { LabError } from '../core/errors'
import { JobQueue } from './job'
import { Model } from './model'
import { type EngineWorker, type GenerationEvent, PROTOCOL_VERSION } from './protocol'

/** One model a worker. Everything the page asks for passes here. */
const queue = new JobQueue()
let opened: Model | null = null

function model(): Model {
  if (opened === null) throw new LabError('internal', 'No model is open.', 'Open a model first.')
  return opened
}

const api: EngineWorker = {
  hello: () => PROTOCOL_VERSION,
  open: (id, message, onProgress) =>
    queue.run(id, async (job) => {
      opened = await Model.open(message, job, onProgress)
      return opened.info
    }),
  variant: (id, scheme) => queue.run(id, (job) => model().variant(scheme, job)),
  setNoise: (id, variant, noise) => queue.run(id, (job) => model().setNoise(variant, noise, job)),
  generate: (id, variant, requests, options, onEvent) =>
    queue.run(id, async (job) => {
      // The page has heard everything before it gets the answer: events travel on a channel of their own.
      let heard: unknown
      const tell = (event: GenerationEvent): void => {
        heard = onEvent(event)
      }
      try {
        return await model().generate(variant, requests, options, job, tell)
      } finally {
        await heard
      }
    }),
  logits: (id, variant, prompts) => queue.run(id, (job) => model().logits(variant, prompts, job)),
  release: (id, variant) =>
    queue.run(id, async () => {
      await model().release(variant)
      return null
    }),
  cancel: (id) => queue.cancel(id),
}

Comlink.expose(api)
