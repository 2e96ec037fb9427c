import * as Comlink from 'comlink'
import type { BackTranslation, TranslationRequest } from '../../core/attacks/resources'
import { cancelled, fromPlainError, LabError } from '../../core/errors'
import { canonicalJson } from '../../core/hash'
import { translationSettings, translators, type TranslationSettings } from '../../core/translation/translators'
import type { BackTranslator, LocateModel, ModelFiles, TranslateOptions } from '../../lab/ports'
import type { Answer } from '../protocol'
import type { TranslationWorker } from './protocol'

export interface TranslatorParts {
  /** Where models are that a person imported; the site's own translators are found below `baseUrl`. */
  readonly locate: LocateModel
  /** Of the site, ending in a slash; the page's base when absent. */
  readonly baseUrl?: string
  /** For tests: other settings for a translator than the built-in ones. */
  readonly settingsOf?: (translator: string, pivot: string) => TranslationSettings
}

/** Translates in a worker of its own, which ends when cancelled: a step of the runtime cannot be stopped otherwise. */
export function createBackTranslator(parts: TranslatorParts): BackTranslator {
  const settingsOf = parts.settingsOf ?? translationSettings
  let running: RunningWorker | null = null
  let last: Promise<unknown> = Promise.resolve()

  const end = (): void => {
    running?.end(cancelled())
    running = null
  }

  async function translateGroup(
    settings: TranslationSettings,
    requests: readonly TranslationRequest[],
    tell: (request: TranslationRequest, result: BackTranslation) => void | Promise<void>,
    told: () => void,
    options: TranslateOptions,
  ): Promise<void> {
    running ??= new RunningWorker()
    const worker = running
    try {
      await worker.open(settings, await locateAll(parts, settings), options)
      for (const request of requests) {
        await tell(request, await worker.translate(request.text, options.signal))
        told()
      }
    } catch (thrown) {
      if (running === worker && (worker.isEnded || isSpent(thrown))) end()
      throw thrown
    }
  }

  return {
    translate(requests, tell, options = {}) {
      const work = async (): Promise<void> => {
        if (options.signal?.aborted === true) throw cancelled()
        let done = 0
        for (const group of grouped(requests, settingsOf)) {
          await translateGroup(
            group.settings,
            group.requests,
            tell,
            () => options.onProgress?.({ stage: 'translate', done: ++done, total: requests.length }),
            options,
          )
        }
      }
      const result = last.then(work)
      last = result.catch(() => undefined)
      return result
    },
    close: end,
  }
}

/** The worker is of no use after these. */
function isSpent(thrown: unknown): boolean {
  return thrown instanceof LabError && ['cancelled', 'out-of-memory', 'internal', 'device-lost'].includes(thrown.code)
}

interface Group {
  readonly settings: TranslationSettings
  readonly requests: TranslationRequest[]
}

/** One translator after the other, so that each is loaded once. */
function grouped(
  requests: readonly TranslationRequest[],
  settingsOf: (translator: string, pivot: string) => TranslationSettings,
): Group[] {
  const groups = new Map<string, Group>()
  for (const request of requests) {
    const settings = settingsOf(request.translator, request.pivot)
    const name = canonicalJson(settings)
    const group = groups.get(name) ?? { settings, requests: [] }
    group.requests.push(request)
    groups.set(name, group)
  }
  return [...groups.values()]
}

async function locateAll(
  { locate, baseUrl }: TranslatorParts,
  { translator, there, back }: TranslationSettings,
): Promise<Record<string, ModelFiles>> {
  const isShipped = translators.some(({ id, isShipped }) => id === translator && isShipped)
  const base = new URL(baseUrl ?? '', document.baseURI).href
  const files: Record<string, ModelFiles> = {}
  for (const { model } of [there, back]) {
    const address = new URL(`models/${model}/`, base).href
    files[model] ??= isShipped ? { kind: 'address', base: address, paths: null } : await locate(model)
  }
  return files
}

/** The page's end of a worker, which lives once. */
class RunningWorker {
  private readonly worker: Worker
  private readonly remote: Comlink.Remote<TranslationWorker>
  private readonly dead: Promise<never>
  private die: (why: LabError) => void = () => undefined
  private opened: string | null = null
  private nextJob = 1
  isEnded = false

  constructor() {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'translator' })
    this.remote = Comlink.wrap<TranslationWorker>(this.worker)
    this.dead = new Promise((_, reject) => {
      this.die = reject
    })
    this.dead.catch(() => undefined)
    this.worker.onerror = (event) => this.end(crashed(event.message))
  }

  async open(
    settings: TranslationSettings,
    files: Readonly<Record<string, ModelFiles>>,
    { signal, onProgress }: TranslateOptions,
  ): Promise<void> {
    const name = canonicalJson(settings)
    if (this.opened === name) return
    this.opened = null
    const tell = Comlink.proxy((progress: Parameters<Parameters<TranslationWorker['open']>[2]>[0]) =>
      onProgress?.({ stage: 'load', ...progress }),
    )
    await this.call((job) => this.remote.open(job, { settings, files }, tell), signal)
    this.opened = name
  }

  translate(text: string, signal: AbortSignal | undefined): Promise<BackTranslation> {
    return this.call((job) => this.remote.translate(job, text), signal)
  }

  end(why: LabError): void {
    if (this.isEnded) return
    this.isEnded = true
    this.worker.terminate()
    this.die(why)
  }

  private async call<T>(work: (job: number) => Promise<Answer<T>>, signal: AbortSignal | undefined): Promise<T> {
    if (signal?.aborted === true) throw cancelled()
    const stop = (): void => this.end(cancelled())
    signal?.addEventListener('abort', stop)
    try {
      const answer = await Promise.race([work(this.nextJob++), this.dead])
      if (answer.ok) return answer.value
      throw fromPlainError(answer.error)
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }
}

function crashed(message: unknown): LabError {
  const said = typeof message === 'string' && message !== '' ? message : 'no reason given'
  return new LabError(
    'device-lost',
    `The translator's worker is gone: ${said}.`,
    'Try again; what was translated is kept.',
  )
}
