import type { Noise } from '../core/experiment/spec'
import type { WeightRole } from '../core/onnx/weights'

/** What the lab and the pages need of the engine. Every long call takes an AbortSignal and rejects with `cancelled`. */

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm'

export interface LoadProgress {
  readonly stage: 'download' | 'parse' | 'session' | 'quantize' | 'translate'
  readonly loaded: number
  readonly total: number
}

export interface EngineEnvironment {
  readonly device: 'webgpu' | 'wasm'
  readonly adapter: string
  readonly onnxruntime: string
  readonly transformers: string
}

/** What this browser offers to run models on. */
export interface DeviceDescription {
  /** What `auto` takes. */
  readonly auto: 'webgpu' | 'wasm'
  /** Null where there is no WebGPU adapter. */
  readonly gpu: {
    readonly adapter: string
    readonly software: boolean
    /** shader-f16. */
    readonly halfPrecision: boolean
    /** Bytes: maxBufferSize and maxStorageBufferBindingSize. */
    readonly largestBuffer: number
    readonly largestBinding: number
  } | null
  /** Of the runtime on wasm. */
  readonly threads: number
  readonly crossOriginIsolated: boolean
  /** The same for people. */
  readonly words: readonly { readonly name: string; readonly value: string }[]
}

/** Where a model's files are; paths are those of the hub's layout (`onnx/model.onnx`, `tokenizer.json`). */
export type ModelFiles =
  /** Below an absolute address that ends with a slash. `paths` null: not known, files are tried. */
  | { readonly kind: 'address'; readonly base: string; readonly paths: readonly string[] | null }
  | { readonly kind: 'blobs'; readonly files: Readonly<Record<string, Blob>> }

/** Finds a model by its id. Throws LabError `unknown-model`. */
export type LocateModel = (id: string) => Promise<ModelFiles>

/** What a model may cost before it is loaded; bytes. */
export interface MemoryEstimate {
  /** The graph file and its data as they were read; they stay in the worker, and variants are made from them. */
  readonly files: number
  /** Besides the files, for a moment, while variants are made: the largest tensor as float32. */
  readonly masters: number
  /** Weights of one fp32 variant (as shipped, where only that runs) in GPU buffers or the runtime's memory. */
  readonly variant: number
  /**
   * What noise on that variant takes besides it, 0 where none reaches the weights: on WebGPU as long as it has noise, on wasm
   * while the first noise is written.
   */
  readonly noise: number
  /** Cache of one row at the full context. */
  readonly cachePerRow: number
}

export interface ModelInfo {
  readonly id: string
  /** SHA-256 by file path within the model. */
  readonly files: Readonly<Record<string, string>>
  /** The graph that was opened, a path within the model. */
  readonly file: string
  /** config.json's model_type; null when it names none. */
  readonly architecture: string | null
  readonly parameters: number
  /** dtype of the file the weights came from: "fp32", "fp16", "bf16", or "quantized". */
  readonly master: string
  readonly contextLength: number
  readonly layers: number
  /** How rows of different lengths run together; `single` after the sanity check found batches that differ. */
  readonly batching: 'right' | 'left' | 'equal' | 'single'
  /** What a check of batches on this device found; absent: none was made, or it found nothing to compare. */
  readonly batches?: BatchVerdict
  /** Null when every scheme can be made; else why only `as-shipped` runs. */
  readonly onlyAsShipped: string | null
  readonly memory: MemoryEstimate
  readonly environment: EngineEnvironment
}

export interface VariantInfo {
  readonly scheme: string
  /** Bytes of all weights under the scheme (quantized tensors, scales and what stays in floating point). */
  readonly bytes: number
}

export interface NoiseInfo {
  /** Logical elements that received noise, of `parameters`. */
  readonly touched: number
}

/** A row of the weight table for people: a logical weight under a scheme. */
export interface WeightRow {
  readonly key: string
  readonly layer: number | null
  readonly role: WeightRole
  /** Logical [in, out]. */
  readonly shape: readonly [number, number]
  /** As the file has it: "fp32", "fp16", "bf16", "int4", "nf4", ... */
  readonly dtype: string
  /** How it is stored under the scheme asked for, e.g. "fp32", "int4 block 32". */
  readonly stored: string
  readonly bytes: number
  readonly tiedTo: string | null
}

/** What a scheme does to one stored tensor. */
export interface TensorReport {
  readonly key: string
  readonly role: WeightRole
  readonly shape: readonly [number, number]
  readonly stored: string
  readonly bytes: number
  /** What the method needs (one scale a row, scales quantized too), even where the file holds more. */
  readonly bitsPerWeight: number
  /** Root mean square of the error, and that over the root mean square of the weights (0 where nothing is lost). */
  readonly rms: number
  readonly relativeRms: number
}

export interface SchemeReport {
  readonly scheme: string
  readonly bytes: number
  readonly bitsPerWeight: number
  readonly tensors: readonly TensorReport[]
}

/** Counts of a weight's values in equal bins of [low, high], pristine and changed, over the same bins. */
export interface WeightHistogram {
  readonly low: number
  readonly high: number
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/** Random choice of tokens: logits over temperature, then the topK most likely, then the smallest set that holds topP. */
export interface Sampling {
  /** Above 0. */
  readonly temperature: number
  /** 0 keeps all. */
  readonly topK: number
  /** 0 to 1; 1 keeps all. */
  readonly topP: number
}

export interface GenerationRequest {
  /** Chosen by the caller, comes back with tokens and result; each of a call once, else it throws `usage`. */
  readonly id: string
  readonly prompt: string
  /** Of the sampling; one for each (problem, sample). 0 when absent. */
  readonly seed?: number
}

export interface GenerationOptions {
  readonly maxTokens: number
  /** Generation of a row ends when its text contains one of these; the text is cut before the earliest. */
  readonly stop: readonly string[]
  /** Rows decoded together at most; rows get the tokens they would get alone. Requests of equal prompts share the prefill. */
  readonly batchSize: number
  /** Absent: greedy. */
  readonly sampling?: Sampling
  /** Goes on past end-of-text tokens, to measure speed. */
  readonly ignoreEndOfText?: boolean
  readonly signal?: AbortSignal
  /**
   * Called once at the end: what the runtime was fed and how long it took, workers that were lost on the way included as
   * far as they lived to tell.
   */
  readonly onSpeed?: (speed: GenerationSpeed) => void
  /** Called as text grows, not more often than a token. `text` is the whole text so far, not yet cut at stops. */
  readonly onText?: (id: string, text: string) => void
  /** Called once for each row when it is finished, before the promise settles. */
  readonly onDone?: (generation: Generation) => void
}

/** Of one call of `generate`. The first token of a row counts as prefill's, the others as decoding's. */
export interface GenerationSpeed {
  /** Prompt tokens that were fed; a prompt shared by several samples counts once. */
  readonly prefillTokens: number
  readonly prefillMilliseconds: number
  readonly decodedTokens: number
  readonly decodeMilliseconds: number
}

export interface Generation {
  readonly id: string
  readonly tokens: readonly number[]
  readonly text: string
  /** `not-a-number`: the model's arithmetic overflowed, and there was no next token to take. */
  readonly finish: 'end-of-text' | 'stop' | 'length' | 'not-a-number'
  readonly promptTokens: number
  /** The prompt as the model saw it. */
  readonly promptIds: readonly number[]
  /** Milliseconds between start of its batch and its last token. */
  readonly milliseconds: number
}

/** Log-probability of a continuation's tokens after a prompt, natural logarithm, float64 sums of float32 logits. */
export interface ContinuationScore {
  readonly continuation: string
  readonly tokens: readonly number[]
  /** By token. */
  readonly logProbabilities: readonly number[]
  readonly total: number
  /** Every token is the most likely one. */
  readonly greedy: boolean
}

/** Whether prompts run together get what they get alone; `not-batched`: the graph takes rows of one length only. */
export type BatchVerdict = 'equal' | 'differs' | 'not-batched'

/** What the sanity check of a model on this device found. */
export interface SanityVerdict {
  readonly device: 'webgpu' | 'wasm'
  readonly batch: BatchVerdict
  /**
   * Against wasm, on WebGPU only, and there null where no second copy of the model fits beside it (`words` says so).
   * `maxDifference` of the logits of a fixed prompt.
   */
  readonly wasm: { readonly tokens: 'equal' | 'differ'; readonly maxDifference: number } | null
  /** One sentence for people. */
  readonly words: string
}

/** A model under a scheme, ready to generate. */
export interface OpenVariant {
  readonly info: VariantInfo
  /** Sets the weights to pristine plus this noise (null: pristine). Always from the pristine weights, never chained. */
  setNoise(noise: Noise | null, signal?: AbortSignal): Promise<NoiseInfo>
  generate(requests: readonly GenerationRequest[], options: GenerationOptions): Promise<Generation[]>
  score(prompt: string, continuations: readonly string[], signal?: AbortSignal): Promise<ContinuationScore[]>
  /** exp of the mean negative log-probability of a text's tokens, the first given (after the tokenizer's own start token if it has one). */
  perplexity(text: string, signal?: AbortSignal): Promise<{ perplexity: number; tokens: number }>
  release(): Promise<void>
}

/** A model whose master weights are loaded in one worker. */
export interface OpenModel {
  readonly info: ModelInfo
  variant(scheme: string, options?: { signal?: AbortSignal }): Promise<OpenVariant>
  /** The weight table under a scheme. */
  weights(scheme: string, signal?: AbortSignal): Promise<WeightRow[]>
  /** Sizes and errors of a scheme, tensor by tensor, without making a session. */
  report(scheme: string, signal?: AbortSignal): Promise<SchemeReport>
  /** A weight (by its key) before and after a scheme and noise. */
  histogram(
    key: string,
    change: { scheme: string; noise: Noise | null; bins: number },
    signal?: AbortSignal,
  ): Promise<WeightHistogram>
  /** The model under a scheme as files that onnxruntime and transformers.js load; path within the folder to bytes. */
  save(scheme: string, signal?: AbortSignal): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>>
  /**
   * Batch against single, and this device against wasm; remembered by file and device. Batches that differ run singly from
   * then on. `fresh`: done again, whatever is remembered. The part about batches is also done, shortly, before the first
   * `generate` that has prompts to run together.
   */
  sanity(options?: { readonly signal?: AbortSignal; readonly fresh?: boolean }): Promise<SanityVerdict>
  /** The prompt in the model's chat template with EvalPlus's instruct wording. Throws `unsupported` without a template. */
  chatPrompt(prompt: string, signal?: AbortSignal): Promise<string>
  /** Ends the worker and gives its memory back. */
  close(): void
}

export interface OpenOptions {
  readonly device: DeviceChoice
  /** Graph to open, a path within the model; left out: the best master there is (fp32, then fp16, then what is there). */
  readonly file?: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LoadProgress) => void
}

export interface Engine {
  open(model: string, options: OpenOptions): Promise<OpenModel>
}
