/** Second and third walls inside the worker. The first are the frame's origin and its content security policy. */

const REMOVED = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'WebTransport',
  'importScripts',
  'Worker',
  'SharedWorker',
  'BroadcastChannel',
  'MessageChannel',
  'indexedDB',
  'caches',
  'cookieStore',
  'FileReaderSync',
  'FontFace',
  'fonts',
  'Notification',
  'postMessage',
  'close',
  'onmessage',
  'onmessageerror',
  'addEventListener',
  'createImageBitmap',
  'OffscreenCanvas',
  'SharedArrayBuffer',
  'navigator',
] as const

/** Errors are left out: Emscripten's own set `name` and `message`, which a frozen prototype forbids. */
const FROZEN: readonly object[] = [
  ...[
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    Symbol,
    BigInt,
    Date,
    RegExp,
    Promise,
    Map,
    Set,
    WeakMap,
    WeakSet,
  ],
  ...[
    ArrayBuffer,
    DataView,
    Uint8Array,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
  ],
  ...[
    Uint8ClampedArray,
    BigInt64Array,
    BigUint64Array,
    Proxy,
    TextEncoder,
    TextDecoder,
    MessagePort,
    MessageEvent,
    EventTarget,
  ],
  ...[JSON, Math, Reflect, Atomics, WebAssembly, performance],
]

/** Takes everything off the worker's global object that reaches outside. Call after the start, before any program. */
export function lockDown(): void {
  for (const name of REMOVED) {
    for (let owner: object | null = self; owner !== null; owner = Object.getPrototypeOf(owner) as object | null) {
      if (!Object.hasOwn(owner, name)) continue
      if (!Reflect.deleteProperty(owner, name)) Reflect.defineProperty(owner, name, { value: undefined })
    }
  }
  for (const intrinsic of FROZEN) {
    Object.freeze(intrinsic)
    if (typeof intrinsic === 'function' && typeof intrinsic.prototype === 'object') Object.freeze(intrinsic.prototype)
  }
}
