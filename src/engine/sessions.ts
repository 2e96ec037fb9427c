import { LabError } from '../core/errors'
import type { Decoder } from '../core/onnx/decoder'
import type { ModelProto } from '../core/onnx/proto'
import { rewriteDecoder, type StoragePlan, WEIGHTS_FILE } from '../core/onnx/rewrite'
import { storagePlan, type WeightStore } from '../core/onnx/weight-store'
import type { WeightNoise } from '../core/noise/check'
import type { Scheme } from '../core/quant/scheme'
import type { Job } from './job'
import { ort } from './runtime'
import { gpuTensors, memoryTensors, TensorPool } from './tensor-pool'

/** A graph with weights in place, ready to run. */
export interface ReadyGraph {
  /** Feeds the activations and fetches outputs by name. */
  run(feeds: Record<string, ort.Tensor>, fetches: readonly string[]): Promise<ort.InferenceSession.OnnxValueMapType>
  release(): Promise<void>
}

export interface Prepared {
  readonly graph: ReadyGraph
  readonly touched: number
}

/** Makes ready graphs of one model. */
export interface GraphMaker {
  prepare(scheme: Scheme, noise: WeightNoise | null, job: Job): Promise<Prepared>
  /** Null on wasm. */
  readonly device: GPUDevice | null
}

export interface ModelParts {
  readonly proto: ModelProto
  readonly decoder: Decoder
  readonly store: WeightStore
}

/** `gpu` null: wasm. */
function sessionOptions(gpu: GPUDevice | null, decoder: Decoder): ort.InferenceSession.SessionOptions {
  if (gpu === null) return { executionProviders: ['wasm'], graphOptimizationLevel: 'all' }
  const caches = decoder.layout.cache.flatMap(({ presentKey, presentValue }) => [presentKey, presentValue])
  return {
    executionProviders: [{ name: 'webgpu', device: gpu }],
    graphOptimizationLevel: 'all',
    preferredOutputLocation: Object.fromEntries(caches.map((name) => [name, 'gpu-buffer'] as const)),
  }
}

function deviceLost(message: string): LabError {
  return new LabError(
    'device-lost',
    `The GPU was lost: ${message === '' ? 'no reason given' : message}`,
    'Open the model again; finished samples are kept. If it happens again, choose a smaller model or the device "wasm".',
  )
}

/** Weights as graph inputs: one session a storage plan, shared by all variants and noises; new weights are new feeds. */
export class InputGraphs implements GraphMaker {
  private readonly sessions = new Map<string, Promise<ort.InferenceSession>>()
  private readonly pool: TensorPool
  /** Rejects when the device is lost, and never settles otherwise. */
  private readonly lost: Promise<never>

  constructor(
    private readonly parts: ModelParts,
    readonly device: GPUDevice | null,
  ) {
    this.pool = new TensorPool(device === null ? memoryTensors : gpuTensors(device))
    this.lost =
      device?.lost.then((information) => {
        throw deviceLost(information.message)
      }) ?? new Promise<never>(() => undefined)
    this.lost.catch(() => undefined)
  }

  async prepare(scheme: Scheme, noise: WeightNoise | null, job: Job): Promise<Prepared> {
    const session = await this.session(storagePlan(this.parts.store.weights, scheme, noise))
    const { pool } = this
    const { weights, touched } = this.parts.store.stored(scheme, noise)
    const feeds: Record<string, ort.Tensor> = {}
    const taken: string[] = []
    const dropAll = (): void => taken.splice(0).forEach((id) => pool.drop(id))
    try {
      for (const weight of weights) {
        for (const [name, tensor] of pool.take(weight)) feeds[name] = tensor
        taken.push(weight.id)
        await job.pause()
      }
    } catch (thrown) {
      dropAll()
      throw thrown
    }
    return {
      touched,
      graph: {
        // After a loss the runtime's own promise may never settle.
        run: (activations, fetches) => Promise.race([session.run({ ...feeds, ...activations }, fetches), this.lost]),
        release: async () => dropAll(),
      },
    }
  }

  private session(plan: StoragePlan): Promise<ort.InferenceSession> {
    const key = JSON.stringify(plan)
    const known = this.sessions.get(key)
    if (known !== undefined) return known
    const { model } = rewriteDecoder(this.parts.proto, this.parts.decoder, plan, 'inputs')
    const session = ort.InferenceSession.create(model, sessionOptions(this.device, this.parts.decoder))
    this.sessions.set(key, session)
    session.catch(() => this.sessions.delete(key))
    return session
  }
}

/** Weights as initialisers in one external file: the session packs them once for its kernels; new weights, new session. */
export class InitialiserGraphs implements GraphMaker {
  constructor(
    private readonly parts: ModelParts,
    readonly device: GPUDevice | null,
  ) {}

  async prepare(scheme: Scheme, noise: WeightNoise | null, job: Job): Promise<Prepared> {
    const { proto, decoder, store } = this.parts
    const plan = storagePlan(store.weights, scheme, noise)
    const { model, offsets, fileBytes } = rewriteDecoder(proto, decoder, plan, 'initialisers')
    const file = new Uint8Array(fileBytes)
    const { weights, touched } = store.stored(scheme, noise)
    for (const weight of weights) {
      const contents = weight.make()
      weight.slots.forEach((slot, at) => {
        const data = contents[at]
        if (data !== undefined) {
          file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offsets.get(slot.name) ?? 0)
        }
      })
      await job.pause()
    }
    const session = await ort.InferenceSession.create(model, {
      ...sessionOptions(this.device, decoder),
      externalData: [{ path: WEIGHTS_FILE, data: file }],
    })
    return {
      touched,
      graph: {
        run: (activations, fetches) => session.run(activations, fetches),
        release: () => session.release(),
      },
    }
  }
}
