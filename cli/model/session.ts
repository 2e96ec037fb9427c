import { resolve } from 'node:path'
import type { Page } from 'playwright'
import type { ModelInfo } from '../../src/lab/ports'
import { MODEL_EVENT_BINDING, type HeadlessModelEvent } from '../../src/headless/models-api'
import { type Ask, asker, withHeadlessPage } from '../headless-page'
import { untilSignal } from '../signals'
import { ensureSite } from '../site'
import { serveFolder } from '../static-server'
import type { ModelOptions } from './arguments'
import { peakMemory } from './memory'
import { modelSource } from './source'

const MOUNT = '/model-of-the-command/'
const RECEIVE = '/files-of-the-command/'

/** A model that is open in the page of a command. */
export interface ModelSession {
  readonly page: Page
  readonly info: ModelInfo
  readonly loadMilliseconds: number
  /** Address that the page sends files to, for `receive`. */
  readonly filesAddress: string
  readonly ask: Ask
  /** Largest memory that the page's process has held so far, bytes; null where the system does not tell. */
  memory(): Promise<number | null>
}

export interface SessionOptions {
  readonly say: (line: string) => void
  /** Folder that files sent by the page go to. */
  readonly receive?: string
  readonly onEvent?: (event: HeadlessModelEvent) => void
}

/** Opens a model in a headless page, works with it, and closes everything. Signals cancel. */
export async function withModel<T>(
  options: ModelOptions,
  { say, receive, onEvent }: SessionOptions,
  work: (session: ModelSession) => Promise<T>,
): Promise<T> {
  const source = modelSource(options.model)
  const file = options.file ?? source.file
  return untilSignal(async (abort) => {
    const site = await ensureSite(options.site, say)
    const server = await serveFolder(site, {
      mounts: source.folder === null ? [] : [{ prefix: MOUNT, folder: source.folder }],
      receive: receive === undefined ? null : { prefix: RECEIVE, folder: resolve(receive) },
    })
    try {
      const at = {
        site: server.address,
        device: options.device,
        say,
        signal: abort.signal,
        hint: 'Start again. If it happens again, the model may be too large for the memory: try a smaller one.',
        prepare: async (page: Page): Promise<void> => {
          await page.exposeBinding(MODEL_EVENT_BINDING, (_from, event: HeadlessModelEvent) => onEvent?.(event))
        },
      }
      return await withHeadlessPage(at, async (page, gone) => {
        const ask = asker(gone)
        const folder = source.folder === null ? null : { base: MOUNT, paths: source.paths }
        const wanted = { id: source.id, folder, file, device: options.device }
        const { info, milliseconds } = await ask(page.evaluate((model) => window.shakedownModel?.open(model), wanted))
        return work({
          page,
          info,
          loadMilliseconds: milliseconds,
          filesAddress: RECEIVE,
          ask,
          memory: () => peakMemory(page),
        })
      })
    } finally {
      await server.close()
    }
  })
}
