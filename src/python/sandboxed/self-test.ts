/**
 * Tries, before anything untrusted is here, the routes out of this worker that the browser must refuse. It runs before
 * this worker takes anything away itself, so what is refused is refused by the frame and its policy.
 */
const MAXIMUM_MILLISECONDS = 250

/** Names of the routes that are open; none in a sealed worker. */
export async function openRoutes(): Promise<readonly string[]> {
  const routes: readonly (readonly [string, () => unknown])[] = [
    ['an origin', () => (self.origin === 'null' ? Promise.reject(new Error('none')) : self.origin)],
    ['eval', () => (0, eval)('1')],
    ['Function', () => new Function('return 1')() as unknown],
    ['the network', networkIsOpen],
    ['IndexedDB', () => opened(indexedDB.open('self-test'))],
    ['caches', () => caches.open('self-test')],
    ['the file system', () => navigator.storage.getDirectory()],
    ['code from a data address', () => importScripts('data:text/javascript,1')],
    ['workers from a data address', workerRuns],
  ]
  const states = await Promise.all(routes.map(async ([name, attempt]) => ((await isOpen(attempt)) ? [name] : [])))
  return states.flat()
}

/** An attempt that neither succeeds nor fails in time has reached nothing yet, but is not refused either: open. */
async function isOpen(attempt: () => unknown): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), MAXIMUM_MILLISECONDS))
  const tried = Promise.resolve()
    .then(attempt)
    .then(
      () => true,
      () => false,
    )
  return Promise.race([tried, late])
}

/** The policy must refuse it: an address that merely does not exist would fail too, so the violation is what counts. */
async function networkIsOpen(): Promise<void> {
  const refused = new Promise<'refused'>((resolve) =>
    self.addEventListener('securitypolicyviolation', (event) => {
      // The other attempts are violations too.
      if (event.effectiveDirective === 'connect-src') resolve('refused')
    }),
  )
  const failed = fetch('https://none.invalid/').then(
    () => 'reached',
    () => new Promise((resolve) => setTimeout(() => resolve('failed'), 20)),
  )
  if ((await Promise.race([refused, failed])) === 'refused') throw new Error('refused')
}

function opened(request: IDBOpenDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve()
    request.onerror = () => reject(new Error('refused'))
  })
}

function workerRuns(): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker('data:text/javascript,postMessage(1)')
    worker.onmessage = () => resolve()
    worker.onerror = () => reject(new Error('refused'))
  })
}
