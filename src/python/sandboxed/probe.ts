/** For the tests of the frame: tries every way out that a worker has, and says what came of each. */
import type { WorkerStart } from '../protocol'

export interface ProbeRequest {
  /** Of the witness; ends in a slash. */
  readonly witness: string
  /** An address of a blob that the page made. */
  readonly pageBlob: string
}

export type ProbeReply = ReadonlyMap<string, string>

/** From the frame, with a port; or from the page itself, where nothing is sealed, for comparison. */
self.onmessage = (event: MessageEvent<WorkerStart | ProbeRequest>) => {
  const { data } = event
  if ('witness' in data) return void tryEverything(data).then((found) => self.postMessage(found))
  data.port.onmessage = async (request: MessageEvent<ProbeRequest>) => {
    data.port.postMessage(await tryEverything(request.data))
  }
}

async function tryEverything(request: ProbeRequest): Promise<ProbeReply> {
  const attempts = Object.entries({ ...network(request.witness), ...code(request.witness), ...storage(request) })
  const results = await Promise.all(
    attempts.map(async ([what, attempt]): Promise<[string, string]> => [what, await outcome(attempt)]),
  )
  return new Map([['origin', self.origin], ...results])
}

async function outcome(attempt: () => unknown): Promise<string> {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 3000))
  try {
    const found = await Promise.race([Promise.resolve().then(attempt), late])
    return `reached: ${typeof found === 'object' ? 'an object' : String(found)}`
  } catch (problem) {
    return `refused: ${String(problem)}`
  }
}

/** Resolves when the object fires `good`, rejects when it fires an error. */
function settled(target: EventTarget, good: string): Promise<string> {
  return new Promise((resolve, reject) => {
    target.addEventListener(good, () => resolve(good))
    for (const bad of ['error', 'abort', 'close']) target.addEventListener(bad, () => reject(new Error(bad)))
  })
}

/** Something that the browser may not have at all in a worker, or not any more. */
function global(name: string): new (...parts: unknown[]) => EventTarget {
  const found: unknown = Reflect.get(self, name)
  if (typeof found !== 'function') throw new Error('absent')
  return found as new (...parts: unknown[]) => EventTarget
}

/** What a worker of this script's own says, or that it did not run. */
function inWorker(script: string, options: WorkerOptions = {}): Promise<string> {
  const worker = new Worker(blobOf(script), options)
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<string>) =>
      data.startsWith('refused') ? reject(new Error(data)) : resolve(data)
    worker.onerror = () => reject(new Error('error'))
  })
}

function blobOf(script: string): string {
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
}

function network(witness: string): Record<string, () => unknown> {
  const socket = `${witness.replace('http', 'ws')}socket`
  const fetching = (path: string) =>
    `fetch('${witness}${path}').then(() => postMessage('fetched'), (e) => postMessage('refused ' + e))`
  return {
    fetch: () => fetch(`${witness}fetch`),
    'fetch without cors': () => fetch(`${witness}no-cors`, { mode: 'no-cors' }),
    'fetch that outlives the worker': () =>
      fetch(`${witness}keepalive`, { method: 'POST', body: 'x', keepalive: true }),
    'fetch of a data address': () => fetch('data:text/plain,x'),
    'fetch of a blob of its own': () => fetch(blobOf('x')),
    XMLHttpRequest: () => {
      const request = new XMLHttpRequest()
      const result = settled(request, 'load')
      request.open('GET', `${witness}xhr`)
      request.send()
      return result
    },
    'XMLHttpRequest that waits': () => {
      const request = new XMLHttpRequest()
      request.open('GET', `${witness}xhr-sync`, false)
      request.send()
      return request.status
    },
    WebSocket: () => settled(new WebSocket(socket), 'open'),
    WebSocketStream: () => Reflect.get(new (global('WebSocketStream'))(`${socket}-stream`), 'opened') as unknown,
    EventSource: () => settled(new EventSource(`${witness}events`), 'message'),
    WebTransport: () => new WebTransport(`${witness.replace('http:', 'https:')}transport`).ready,
    RTCPeerConnection: () => new (global('RTCPeerConnection'))(),
    sendBeacon: () => {
      const send: unknown = Reflect.get(navigator, 'sendBeacon')
      if (typeof send !== 'function') throw new Error('absent')
      return send.call(navigator, `${witness}beacon`, 'x') as unknown
    },
    FontFace: () => {
      const face = new (global('FontFace'))('probe', `url(${witness}font)`)
      return (Reflect.get(face, 'load') as () => Promise<unknown>).call(face)
    },
    'worker of its own that fetches': () => inWorker(fetching('nested-fetch')),
    'worker of its own that imports scripts': () =>
      inWorker(
        `try { importScripts('${witness}nested-scripts'); postMessage('ran') } catch (e) { postMessage('refused ' + e) }`,
      ),
    'module worker of its own that imports': () =>
      inWorker(`import '${witness}nested-module'; postMessage('ran')`, { type: 'module' }),
    'worker in a worker of its own that fetches': () =>
      inWorker(
        `const w = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(fetching('nested-nested'))}]))); w.onmessage = (e) => postMessage(e.data); w.onerror = () => postMessage('refused')`,
      ),
    'blob module that fetches': async () => {
      const module = (await import(
        /* @vite-ignore */ blobOf(`export default await fetch('${witness}module-fetch')`)
      )) as { default: unknown }
      return module.default
    },
    'blob module that imports': () => import(/* @vite-ignore */ blobOf(`import '${witness}module-import'`)),
  }
}

function code(witness: string): Record<string, () => unknown> {
  return {
    importScripts: () => importScripts(`${witness}scripts`),
    'import()': () => import(/* @vite-ignore */ `${witness}module`),
    'import() of a data address': () => import(/* @vite-ignore */ `data:text/javascript,${witness.length}`),
    'importScripts of a data address': () => importScripts('data:text/javascript,1'),
    eval: () => (0, eval)('1'),
    Function: () => new Function('return 1')() as unknown,
    'constructor of an async function': () =>
      Reflect.construct((async () => undefined).constructor, ['return 1']) as unknown,
    'setTimeout of a text': () =>
      new Promise((resolve, reject) => {
        Reflect.set(self, 'ran', resolve)
        Reflect.apply(setTimeout, self, ['ran("ran")', 0])
        setTimeout(() => reject(new Error('did not run')), 100)
      }),
    'worker from elsewhere': () => settled(new Worker(`${witness}worker`), 'message'),
    'worker from a data address': () => settled(new Worker('data:text/javascript,postMessage(1)'), 'message'),
    SharedWorker: () => new (global('SharedWorker'))(`${witness}shared-worker`),
    'service worker': () => {
      const container: unknown = Reflect.get(navigator, 'serviceWorker')
      if (typeof container !== 'object' || container === null) throw new Error('absent')
      return (Reflect.get(container, 'register') as (address: string) => Promise<unknown>).call(
        container,
        `${witness}sw`,
      )
    },
    document: () => Reflect.get(self, 'document') ?? Promise.reject(new Error('absent')),
    parent: () => Reflect.get(self, 'parent') ?? Promise.reject(new Error('absent')),
  }
}

function storage({ pageBlob }: ProbeRequest): Record<string, () => unknown> {
  return {
    indexedDB: () => settled(indexedDB.open('probe'), 'success'),
    caches: () => caches.open('probe'),
    'file system': () => navigator.storage.getDirectory(),
    'estimate of storage': () => navigator.storage.estimate(),
    locks: () => navigator.locks.request('probe', () => 'held'),
    localStorage: () => Reflect.get(self, 'localStorage') ?? Promise.reject(new Error('absent')),
    cookieStore: () => {
      const store: unknown = Reflect.get(self, 'cookieStore')
      if (typeof store !== 'object' || store === null) throw new Error('absent')
      return (Reflect.get(store, 'getAll') as () => Promise<unknown>).call(store)
    },
    'blob of the page': () => fetch(pageBlob),
    'script of a blob of the page': () => importScripts(pageBlob),
    // Heard or not is for the page to say.
    BroadcastChannel: () => {
      new BroadcastChannel('probe').postMessage(self.origin)
      throw new Error('sent')
    },
  }
}
