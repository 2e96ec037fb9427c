import type { Benchmark, Problem } from '../core/benchmarks/types'
import type { Noise } from '../core/experiment/spec'
import type { PromptRecord, RunRecord, SampleRecord } from '../core/experiment/record'
import type { Spec } from '../core/experiment/spec'
import type { Verdict } from '../core/judge/verdict'

/**
 * What the lab needs of the other rooms. It knows them by these interfaces only; tests give it fakes.
 * Every long call takes an AbortSignal as `signal` and rejects with LabError code `cancelled`.
 */

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm'

export interface LoadProgress {
  readonly stage: 'download' | 'parse' | 'session' | 'quantize'
  readonly loaded: number
  readonly total: number
}

export interface EngineEnvironment {
  readonly device: 'webgpu' | 'wasm'
  readonly adapter: string
  readonly onnxruntime: string
  readonly transformers: string
}

export interface ModelInfo {
  readonly id: string
  /** SHA-256 by file path within the model. */
  readonly files: Readonly<Record<string, string>>
  readonly parameters: number
  /** dtype of the file the weights came from, e.g. "fp16". */
  readonly master: string
  readonly contextLength: number
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

export interface GenerationRequest {
  /** Chosen by the caller, comes back with tokens and result. */
  readonly id: string
  readonly prompt: string
}

export interface GenerationOptions {
  readonly maxTokens: number
  /** Generation of a row ends when its text contains one of these; the text is cut before the earliest. */
  readonly stop: readonly string[]
  /** Rows decoded together; batched greedy equals single greedy token for token. */
  readonly batchSize: number
  readonly signal?: AbortSignal
  /** Called as text grows, not more often than a token. `text` is the whole text so far, not yet cut at stops. */
  readonly onText?: (id: string, text: string) => void
  /** Called once for each row when it is finished, before the promise settles. */
  readonly onDone?: (generation: Generation) => void
}

export interface Generation {
  readonly id: string
  readonly tokens: readonly number[]
  readonly text: string
  readonly finish: 'end-of-text' | 'stop' | 'length'
  readonly promptTokens: number
  /** Milliseconds between start of its batch and its last token. */
  readonly milliseconds: number
}

/** A model under a scheme, ready to generate. */
export interface OpenVariant {
  readonly info: VariantInfo
  /** Sets the weights to pristine plus this noise (null: pristine). Always from the pristine weights, never chained. */
  setNoise(noise: Noise | null, signal?: AbortSignal): Promise<NoiseInfo>
  generate(requests: readonly GenerationRequest[], options: GenerationOptions): Promise<Generation[]>
  release(): Promise<void>
}

/** A model whose master weights are loaded in one worker. */
export interface OpenModel {
  readonly info: ModelInfo
  variant(scheme: string, options?: { signal?: AbortSignal }): Promise<OpenVariant>
  /** Ends the worker and gives its memory back. */
  close(): void
}

export interface Engine {
  open(
    model: string,
    options: { device: DeviceChoice; signal?: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<OpenModel>
}

export interface JudgeEnvironment {
  readonly pyodide: string
  readonly python: string
}

export interface Judge {
  environment(): Promise<JudgeEnvironment>
  /** Runs a self-contained program against a problem's tests. Never throws for what the program does. */
  judge(problem: Problem, program: string, options?: { signal?: AbortSignal }): Promise<Verdict>
  close(): void
}

export interface BenchmarkSource {
  /** Throws LabError `unknown-benchmark`, `bad-benchmark`, `not-found`, `html-instead-of-file`. */
  load(id: string, signal?: AbortSignal): Promise<Benchmark>
}

export interface StoredRun {
  /** contentId of the spec. */
  readonly specId: string
  readonly name: string
  readonly created: string
  readonly updated: string
  readonly spec: Spec
  /** The last record made, null while nothing is finished. */
  readonly record: RunRecord | null
}

/** Finished samples are kept by id, as they come; a run is a spec plus the ids its plan asks for. */
export interface RunStore {
  putRun(run: StoredRun): Promise<void>
  runs(): Promise<StoredRun[]>
  run(specId: string): Promise<StoredRun | null>
  deleteRun(specId: string): Promise<void>
  putSample(sample: SampleRecord): Promise<void>
  /** Those of the ids that exist. */
  samples(ids: readonly string[]): Promise<Map<string, SampleRecord>>
  putPrompts(prompts: readonly PromptRecord[]): Promise<void>
  prompts(hashes: readonly string[]): Promise<Map<string, PromptRecord>>
}
