/** Second and third walls inside the worker. The first are the frame's origin and its content security policy. */

const REMOVED = [
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'EventSource', 'WebTransport', 'importScripts'],
  ...['RTCPeerConnection', 'RTCDataChannel', 'RTCRtpScriptTransformer', 'onrtctransform'],
  ...['Worker', 'SharedWorker', 'BroadcastChannel', 'MessageChannel', 'ServiceWorkerRegistration'],
  ...['indexedDB', 'caches', 'cookieStore', 'CacheStorage', 'IDBFactory', 'StorageManager', 'LockManager'],
  ...[
    'FileReader',
    'FileReaderSync',
    'FileSystemFileHandle',
    'FileSystemDirectoryHandle',
    'FileSystemSyncAccessHandle',
  ],
  ...['FontFace', 'fonts', 'Notification', 'PushManager', 'BackgroundFetchManager', 'SyncManager'],
  ...['postMessage', 'close', 'onmessage', 'onmessageerror', 'addEventListener', 'reportError', 'queueMicrotask'],
  ...['createImageBitmap', 'OffscreenCanvas', 'ImageDecoder', 'VideoDecoder', 'AudioDecoder', 'WebGL2RenderingContext'],
  ...['SharedArrayBuffer', 'navigator', 'scheduler', 'requestAnimationFrame', 'requestIdleCallback'],
  ...['HID', 'Serial', 'USB', 'GPU', 'WebSocketError', 'trustedTypes'],
] as const

/** What is left of a program after its run must not wake up in the next one's. */
const WITHOUT_EFFECT = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval'] as const

/** Errors are left out: Emscripten's own set `name` and `message`, which a frozen prototype forbids. */
const FROZEN: readonly object[] = [
  ...[Object, Function, Array, String, Number, Boolean, Symbol, BigInt, Date, RegExp],
  ...[Promise, Map, Set, WeakMap, WeakSet, WeakRef, FinalizationRegistry, Proxy],
  ...[ArrayBuffer, DataView, Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array],
  ...[Float32Array, Float64Array, Uint8ClampedArray, BigInt64Array, BigUint64Array],
  // Base of all typed arrays, and of all iterators.
  Object.getPrototypeOf(Uint8Array) as object,
  Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object,
  ...[TextEncoder, TextDecoder, MessagePort, MessageEvent, EventTarget, Event, URL, Blob, Response, Request],
  ...[JSON, Math, Reflect, Atomics, WebAssembly, performance, Performance],
  ...[WebAssembly.Module, WebAssembly.Instance, WebAssembly.Memory, WebAssembly.Table],
]

/** Takes everything off the worker's global object that reaches outside. Call after the start, before any program. */
export function lockDown(): void {
  for (const name of REMOVED) remove(name)
  for (const name of WITHOUT_EFFECT) replace(name, () => 0)
  Reflect.defineProperty(Atomics, 'wait', { value: undefined })
  Reflect.deleteProperty(URL, 'createObjectURL')
  for (const intrinsic of FROZEN) {
    Object.freeze(intrinsic)
    if (typeof intrinsic === 'function' && typeof intrinsic.prototype === 'object') Object.freeze(intrinsic.prototype)
  }
}

/** From the global object and from all that it inherits from. */
function remove(name: string): void {
  for (let owner: object | null = self; owner !== null; owner = Object.getPrototypeOf(owner) as object | null) {
    if (!Object.hasOwn(owner, name)) continue
    if (!Reflect.deleteProperty(owner, name)) Reflect.defineProperty(owner, name, { value: undefined })
  }
}

function replace(name: string, value: unknown): void {
  remove(name)
  Object.defineProperty(self, name, { value, writable: false, configurable: false })
}
