import * as Comlink from 'comlink'
import { cancelled, fromPlainError, LabError } from '../core/errors'
import type { Noise } from '../core/experiment/spec'
import type {
  Generation,
  GenerationOptions,
  GenerationRequest,
  LoadProgress,
  ModelInfo,
  NoiseInfo,
  OpenModel,
  OpenVariant,
  VariantInfo,
} from '../lab/ports'
import { type Answer, type EngineWorker, type OpenMessage, PROTOCOL_VERSION } from './protocol'

/** A worker that has not answered the handshake by then never will. */
const HANDSHAKE_MILLISECONDS = 60_000
/** A cancelled job that has not ended by then (a step of a large model can take long) takes its worker with it. */
const CANCEL_GRACE_MILLISECONDS = 10_000

function stopped(): LabError {
  return new LabError('device-lost', 'The model was closed.', 'Open the model again.')
}

/** The page's end of one engine worker. */
export class EngineClient {
  private readonly worker: Worker
  private readonly remote: Comlink.Remote<EngineWorker>
  private nextJob = 1
  /** Rejects when the worker dies or is ended; every call races it. */
  private readonly dead: Promise<never>
  private die: (why: LabError) => void = () => undefined

  constructor() {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' })
    this.remote = Comlink.wrap<EngineWorker>(this.worker)
    this.dead = new Promise((_, reject) => {
      this.die = reject
    })
    this.dead.catch(() => undefined)
    this.worker.onerror = (event) => {
      this.end(
        new LabError(
          'internal',
          `The engine's worker failed: ${event.message || 'it could not be loaded'}.`,
          'Reload the page. If that does not help, another tab may hold the memory that the model needs.',
        ),
      )
    }
  }

  /** Throws `internal` when the worker does not start or is of another build. */
  async handshake(): Promise<void> {
    const late = new Promise<never>((_, reject) => {
      setTimeout(
        () => reject(new LabError('internal', 'The engine did not start.', 'Reload the page.')),
        HANDSHAKE_MILLISECONDS,
      )
    })
    const version = await Promise.race([this.remote.hello(), this.dead, late])
    if (version !== PROTOCOL_VERSION) {
      throw new LabError('internal', 'Page and engine are of different versions.', 'Reload the page.')
    }
  }

  /** Runs a job; an abort cancels it in the worker and, if that does not help in time, ends the worker. */
  async call<T>(
    signal: AbortSignal | undefined,
    work: (remote: Comlink.Remote<EngineWorker>, job: number) => Promise<Answer<T>>,
  ): Promise<T> {
    if (signal?.aborted === true) throw cancelled()
    const job = this.nextJob++
    let grace: ReturnType<typeof setTimeout> | undefined
    const abort = (): void => {
      void this.remote.cancel(job)
      grace = setTimeout(() => this.end(cancelled()), CANCEL_GRACE_MILLISECONDS)
    }
    signal?.addEventListener('abort', abort)
    try {
      const answer = await Promise.race([work(this.remote, job), this.dead])
      if (!answer.ok) throw fromPlainError(answer.error)
      return answer.value
    } finally {
      clearTimeout(grace)
      signal?.removeEventListener('abort', abort)
    }
  }

  end(why: LabError = stopped()): void {
    this.worker.terminate()
    this.die(why)
  }
}

export async function openModel(
  message: OpenMessage,
  signal: AbortSignal | undefined,
  onProgress: ((progress: LoadProgress) => void) | undefined,
): Promise<EngineModel> {
  const client = new EngineClient()
  try {
    await client.handshake()
    const progress = Comlink.proxy((step: LoadProgress) => onProgress?.(step))
    const info = await client.call(signal, (remote, job) => remote.open(job, message, progress))
    return new EngineModel(client, info)
  } catch (thrown) {
    client.end()
    throw thrown
  }
}

export class EngineModel implements OpenModel {
  constructor(
    private readonly client: EngineClient,
    readonly info: ModelInfo,
  ) {}

  async variant(scheme: string, options?: { signal?: AbortSignal }): Promise<EngineVariant> {
    const { id, info } = await this.client.call(options?.signal, (remote, job) => remote.variant(job, scheme))
    return new EngineVariant(this.client, id, info)
  }

  close(): void {
    this.client.end()
  }
}

export class EngineVariant implements OpenVariant {
  constructor(
    private readonly client: EngineClient,
    private readonly id: number,
    readonly info: VariantInfo,
  ) {}

  setNoise(noise: Noise | null, signal?: AbortSignal): Promise<NoiseInfo> {
    return this.client.call(signal, (remote, job) => remote.setNoise(job, this.id, noise))
  }

  generate(requests: readonly GenerationRequest[], options: GenerationOptions): Promise<Generation[]> {
    const { signal, onText, onDone, maxTokens, stop, batchSize } = options
    const plain = requests.map(({ id, prompt }) => ({ id, prompt }))
    return this.client.call(signal, (remote, job) =>
      remote.generate(
        job,
        this.id,
        plain,
        { maxTokens, stop: [...stop], batchSize },
        Comlink.proxy((event) => {
          if (signal?.aborted === true) return
          if (event.type === 'done') onDone?.(event.generation)
          else for (const [id, text] of event.updates) onText?.(id, text)
        }),
      ),
    )
  }

  /** Logits of the token after each prompt, [vocabulary] a prompt. For checks and views; not needed to generate. */
  logits(prompts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    return this.client.call(signal, (remote, job) => remote.logits(job, this.id, [...prompts]))
  }

  async release(): Promise<void> {
    await this.client.call(undefined, (remote, job) => remote.release(job, this.id))
  }
}
