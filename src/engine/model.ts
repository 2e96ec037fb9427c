import { LabError } from '../core/errors'
import type { Noise } from '../core/experiment/spec'
import { sha256Hex } from '../core/hash'
import { checkNoise } from '../core/noise/check'
import { readDecoder } from '../core/onnx/decoder'
import { decodeModel } from '../core/onnx/decode'
import { parameterCount } from '../core/onnx/weights'
import { WeightStore } from '../core/onnx/weight-store'
import { parseScheme } from '../core/quant/scheme'
import type { Generation, LoadProgress, ModelInfo, NoiseInfo, VariantInfo } from '../lab/ports'
import { decodeBatch, type DecodeContext, logitsAfter, type Prompt } from './decode'
import { type ChosenDevice, chooseDevice } from './device'
import { type FetchedFile, fetchFile, parseJson } from './files'
import type { Job } from './job'
import type { GenerationEvent, OpenMessage, PlainGenerationOptions, PlainRequest } from './protocol'
import { ort, prepareRuntime } from './runtime'
import { type GraphMaker, InitialiserGraphs, InputGraphs, type ModelParts } from './sessions'
import { makeTokenizer, type Tokenizer, transformersVersion } from './tokenizer'
import { Variant } from './variant'

const MODEL_FILE = 'onnx/model_fp16.onnx'

/** A model in the worker: its files, its master weights, its variants. */
export class Model {
  private readonly variants = new Map<number, Variant>()
  private nextVariant = 1

  private constructor(
    readonly info: ModelInfo,
    private readonly parts: ModelParts,
    private readonly graphs: GraphMaker,
    private readonly tokenizer: Tokenizer,
    private readonly endTokens: ReadonlySet<number>,
  ) {}

  /** Throws `not-found`, `html-instead-of-file`, `truncated-file`, `bad-model`, `unsupported`, `no-webgpu`, `no-webassembly`. */
  static async open(message: OpenMessage, job: Job, onProgress: (progress: LoadProgress) => void): Promise<Model> {
    prepareRuntime()
    const chosen = await chooseDevice(message.device)
    const base = new URL(`models/${message.model}/`, message.baseUrl)
    const files: Record<string, string> = {}
    const fetchOne = async (path: string, report: boolean): Promise<FetchedFile> => {
      const file = await fetchFile(new URL(path, base).href, {
        signal: job.signal,
        ...(report && { onProgress: (loaded, total) => onProgress({ stage: 'download', loaded, total }) }),
      })
      files[path] = sha256Hex(file.bytes)
      return file
    }
    const config = parseJson(await fetchOne('config.json', false))
    const generation = parseJson(await fetchOne('generation_config.json', false))
    const tokenizerJson = parseJson(await fetchOne('tokenizer.json', false))
    const tokenizer = makeTokenizer(tokenizerJson, parseJson(await fetchOne('tokenizer_config.json', false)))
    const { bytes } = await fetchOne(MODEL_FILE, true)
    await job.pause()
    onProgress({ stage: 'parse', loaded: 0, total: bytes.length })
    const proto = decodeModel(bytes)
    const decoder = readDecoder(proto)
    const parts: ModelParts = { proto, decoder, store: new WeightStore(decoder.weights, proto.graph.initialisers) }
    // A cut file can parse when the cut falls between fields; reading every weight once finds it.
    for (const weight of decoder.weights) parts.store.master(weight)
    onProgress({ stage: 'parse', loaded: bytes.length, total: bytes.length })
    const place = message.weightPlace
    const inputs = place === 'inputs' || (place === 'auto' && chosen.device === 'webgpu')
    const graphs = new (inputs ? InputGraphs : InitialiserGraphs)(parts, chosen.gpu)
    const info = describe(message, files, parts, chosen)
    return new Model(info, parts, graphs, tokenizer, endTokensOf(generation, config))
  }

  /** Throws `unknown-scheme`. */
  async variant(name: string, job: Job): Promise<{ id: number; info: VariantInfo }> {
    const variant = await Variant.make(parseScheme(name), this.parts.store, this.graphs, job)
    const id = this.nextVariant++
    this.variants.set(id, variant)
    return { id, info: variant.info }
  }

  async setNoise(id: number, noise: Noise | null, job: Job): Promise<NoiseInfo> {
    return this.find(id).setNoise(noise === null ? null : checkNoise(noise), job)
  }

  async generate(
    id: number,
    requests: readonly PlainRequest[],
    options: PlainGenerationOptions,
    job: Job,
    onEvent: (event: GenerationEvent) => void,
  ): Promise<Generation[]> {
    const context = this.context(id, job)
    const prompts = requests.map((request) => this.tokenize(request, 1))
    const generations: Generation[] = []
    const batch = Math.max(1, Math.floor(options.batchSize))
    for (let at = 0; at < prompts.length; at += batch) {
      generations.push(...(await decodeBatch(context, prompts.slice(at, at + batch), options, onEvent)))
    }
    return generations
  }

  async logits(id: number, prompts: readonly string[], job: Job): Promise<Float32Array[]> {
    const tokenized = prompts.map((prompt, at) => this.tokenize({ id: String(at), prompt }, 0))
    return logitsAfter(this.context(id, job), tokenized)
  }

  async release(id: number): Promise<void> {
    await this.variants.get(id)?.release()
    this.variants.delete(id)
  }

  private context(id: number, job: Job): DecodeContext {
    const { graphs, tokenizer, endTokens } = this
    return {
      graph: this.find(id).graph,
      layout: this.parts.decoder.layout,
      tokenizer,
      endTokens,
      device: graphs.device,
      job,
    }
  }

  /** An empty prompt becomes one end-of-text token, since a decoder needs something to continue. */
  private tokenize(request: PlainRequest, room: number): Prompt {
    const encoded = this.tokenizer.encode(request.prompt)
    const tokens = encoded.length > 0 ? encoded : [...this.endTokens].slice(0, 1)
    const { contextLength } = this.info
    if (tokens.length + room > contextLength) {
      throw new LabError(
        'context-too-long',
        `The prompt of "${request.id}" has ${tokens.length} tokens; the model's context is ${contextLength}.`,
        'Shorten the prompt or choose a model with a longer context.',
      )
    }
    return { id: request.id, tokens }
  }

  private find(id: number): Variant {
    const variant = this.variants.get(id)
    if (variant === undefined) {
      throw new LabError('internal', 'This variant was released.', 'Ask the model for the variant again.')
    }
    return variant
  }
}

function describe(
  message: OpenMessage,
  files: Record<string, string>,
  parts: ModelParts,
  { device, adapter }: ChosenDevice,
): ModelInfo {
  const { weights, layout } = parts.decoder
  return {
    id: message.model,
    files,
    parameters: parameterCount(weights),
    master: weights[0]?.dtype ?? 'fp32',
    contextLength: layout.contextLength,
    environment: {
      device,
      adapter,
      onnxruntime: ort.env.versions.web ?? 'unknown',
      transformers: transformersVersion,
    },
  }
}

/** End-of-text ids, a number or a list, from generation_config.json or else config.json. */
function endTokensOf(...configurations: readonly unknown[]): ReadonlySet<number> {
  for (const configuration of configurations) {
    if (typeof configuration !== 'object' || configuration === null || !('eos_token_id' in configuration)) continue
    const ids = [configuration.eos_token_id].flat().filter((id) => typeof id === 'number')
    if (ids.length > 0) return new Set(ids)
  }
  throw new LabError(
    'bad-model',
    'The model names no end-of-text token.',
    'Add eos_token_id to its generation_config.json or config.json.',
  )
}
