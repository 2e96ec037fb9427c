/** For the test of the frame: tries every way out that a worker has, and says what came of each. */
import type { WorkerStart } from '../protocol'

self.onmessage = (start: MessageEvent<WorkerStart>) => {
  const { port } = start.data
  port.onmessage = async (event: MessageEvent<string>) => {
    port.postMessage(await tryEverything(event.data))
  }
}

async function tryEverything(page: string): Promise<Map<string, string>> {
  const found = new Map([['origin', self.origin]])
  for (const [what, attempt] of Object.entries(attempts(page))) {
    try {
      found.set(what, `reached: ${String(await withTimeout(attempt))}`)
    } catch (problem) {
      found.set(what, `refused: ${String(problem)}`)
    }
  }
  return found
}

function withTimeout(attempt: () => unknown): Promise<unknown> {
  return Promise.race([
    Promise.resolve().then(attempt),
    new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 1500)),
  ])
}

/** Resolves when the object fires `good`, rejects when it fires an error. */
function settled(target: EventTarget, good: string): Promise<string> {
  return new Promise((resolve, reject) => {
    target.addEventListener(good, () => resolve(good))
    for (const bad of ['error', 'abort', 'close']) target.addEventListener(bad, () => reject(new Error(bad)))
  })
}

function attempts(page: string): Record<string, () => unknown> {
  const socket = page.replace('http', 'ws')
  return {
    fetch: () => fetch(`${page}/`),
    'fetch without cors': () => fetch(`${page}/`, { mode: 'no-cors' }),
    'fetch of a data address': () => fetch('data:text/plain,x'),
    XMLHttpRequest: () => {
      const request = new XMLHttpRequest()
      const result = settled(request, 'load')
      request.open('GET', `${page}/`)
      request.send()
      return result
    },
    WebSocket: () => settled(new WebSocket(socket), 'open'),
    EventSource: () => settled(new EventSource(`${page}/`), 'open'),
    WebTransport: () => new WebTransport('https://localhost:4433/').ready,
    importScripts: () => importScripts(`${page}/@vite/client`),
    'import()': () => import(/* @vite-ignore */ `${page}/@vite/client`),
    'import() of a data address': () => import(/* @vite-ignore */ `data:text/javascript,${page.length}`),
    eval: () => (0, eval)('1'),
    Function: () => new Function('return 1')() as unknown,
    'worker from the page': () => settled(new Worker(`${page}/@vite/client`), 'message'),
    'worker from a data address': () => settled(new Worker('data:text/javascript,postMessage(1)'), 'message'),
    indexedDB: () => settled(indexedDB.open('x'), 'success'),
    caches: () => caches.open('x'),
    'file system': () => navigator.storage.getDirectory(),
    localStorage: () => Reflect.get(self, 'localStorage') ?? Promise.reject(new Error('absent')),
    document: () => Reflect.get(self, 'document') ?? Promise.reject(new Error('absent')),
    parent: () => Reflect.get(self, 'parent') ?? Promise.reject(new Error('absent')),
    cookieStore: () => Reflect.get(self, 'cookieStore') ?? Promise.reject(new Error('absent')),
  }
}
