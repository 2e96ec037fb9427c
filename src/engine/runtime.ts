import * as ort from 'onnxruntime-web/webgpu'
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import { LabError } from '../core/errors'

/**
 * The one ONNX Runtime of the page, its wasm from our own origin. Call before the first session, after transformers.js
 * was imported: that library points the runtime at a CDN when it loads.
 */
export function prepareRuntime(): typeof ort {
  if (typeof WebAssembly !== 'object') {
    throw new LabError(
      'no-webassembly',
      'This browser does not run WebAssembly.',
      'Use a current Chrome, Edge, Firefox or Safari, and allow WebAssembly (some hardened profiles switch it off).',
    )
  }
  ort.env.wasm.wasmPaths = { wasm: new URL(wasmUrl, import.meta.url).href }
  ort.env.wasm.proxy = false
  const threads = Math.min(4, Math.ceil((navigator.hardwareConcurrency || 1) / 2))
  ort.env.wasm.numThreads = globalThis.crossOriginIsolated ? threads : 1
  ort.env.logLevel = 'error'
  return ort
}

export { ort }
