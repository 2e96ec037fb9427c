/** Messages between page, sealed frame and worker. Nothing else is shared between them. */

import type { LoadOutcome, TestOutcome } from '../core/judge/outcome'

/** What the frame keeps to start workers from. */
export interface RuntimeParts {
  /** Text of pyodide.mjs. */
  readonly loader: string
  /** Text of pyodide.asm.mjs. */
  readonly assembly: string
  /** pyodide.asm.wasm with its memory capped. */
  readonly wasm: ArrayBuffer
  /** python_stdlib.zip. */
  readonly standardLibrary: ArrayBuffer
  /** Text of the worker's script. */
  readonly worker: string
}

export interface WorkerLimits {
  /** Largest value a call may return, in bytes of its marshalled form. */
  readonly valueBytes: number
  /** Total growth of files, in bytes. */
  readonly fileBytes: number
  /** A worker whose heap has grown beyond this is replaced after the program. */
  readonly heapBytes: number
}

export type FrameRequest =
  | { readonly kind: 'runtime'; readonly parts: RuntimeParts }
  | { readonly kind: 'start'; readonly worker: number; readonly limits: WorkerLimits; readonly snapshot: boolean }
  | { readonly kind: 'snapshot'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'stop'; readonly worker: number }
  | { readonly kind: 'ping' }

export type FrameReply =
  | { readonly kind: 'alive' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'compiled' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'worker-error'; readonly worker: number; readonly message: string }
  | { readonly kind: 'pong' }

/** From the frame to a new worker, with the page's port transferred. */
export interface WorkerStart {
  readonly loader: string
  readonly assembly: string
  readonly module: WebAssembly.Module
  readonly standardLibrary: ArrayBuffer
  readonly limits: WorkerLimits
  /** Memory of a freshly started interpreter, or null for a cold start that makes one. */
  readonly snapshot: ArrayBuffer | null
  readonly port: MessagePort
}

/** From the page to a worker: run a program, then call its entry point with each input in turn. */
export interface RunRequest {
  readonly run: number
  readonly source: string
  readonly entryPoint: string
  /** Marshalled argument tuples, one after the other. */
  readonly inputs: ArrayBuffer
  /** End offset of each tuple within `inputs`. */
  readonly ends: readonly number[]
  /** Milliseconds for each input. */
  readonly limits: readonly number[]
  /** Milliseconds for the program's own top level. */
  readonly loadLimit: number
  /** Milliseconds for all inputs together. */
  readonly totalLimit: number
  /**
   * `value`: the value itself as data. `not-none`: True where it is anything but None, by identity; a plain bool stays
   * itself (EvalPlus's oracles for problems that return re.Match).
   */
  readonly answer: 'value' | 'not-none'
  /** `each`: outcomes are sent one by one, so that none is lost with a worker that must be ended; `batched`: many at a time. */
  readonly replies: 'each' | 'batched'
}

/** With `batched` replies, outcomes are held back no longer than this while a test ends; only one long test may delay them. */
export const BATCH_MILLISECONDS = 100

export type WorkerReply =
  | { readonly kind: 'ready'; readonly python: string; readonly pyodide: string; readonly snapshot: ArrayBuffer | null }
  /** `code` where a wall around the program does not hold; else Python did not start. */
  | { readonly kind: 'failed'; readonly message: string; readonly code?: 'sandbox-broken' | undefined }
  | { readonly kind: 'loaded'; readonly run: number; readonly outcome: LoadOutcome }
  | {
      readonly kind: 'tests'
      readonly run: number
      /** Index of the first. */
      readonly first: number
      readonly outcomes: readonly TestOutcome[]
      /** Milliseconds of each. */
      readonly times: readonly number[]
    }
  | {
      readonly kind: 'done'
      readonly run: number
      /** What the program printed, clipped. */
      readonly output: string
      /** False when the interpreter must not run anything else. */
      readonly reusable: boolean
    }
