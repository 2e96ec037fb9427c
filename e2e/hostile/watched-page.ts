import type { Page } from 'playwright'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Text that hostile programs put into whatever reaches a person. */
const MARKER = 'HOSTILE'

/** A page on which anything that leaves the sandbox is seen. */
export interface WatchedPage {
  /** An address that answers to anyone, and remembers. */
  readonly beacon: string
  /** What has got out since `watchPage`. */
  escapes(): Promise<readonly string[]>
  close(): Promise<void>
}

/** Call when the page has loaded all it needs; from then on it has no reason to ask for anything but the runtime's files. */
export async function watchPage(page: Page, allowed: (address: string) => boolean): Promise<WatchedPage> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} reached the server`)
    response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' })
    response.end('reached')
  })
  const beacon = await listen(server)
  page.context().on('request', (request) => {
    const address = request.url()
    if (!address.startsWith('blob:') && !allowed(address)) seen.push(`a request for ${address}`)
  })
  page.context().on('console', (message) => {
    if (message.text().includes(MARKER)) seen.push(`on the console: ${message.text()}`)
  })
  page.context().on('page', () => seen.push('a new page'))
  page.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('download', () => seen.push('a download'))
  page.on('crash', () => seen.push('the page crashed'))
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) seen.push(`the page went to ${frame.url()}`)
  })
  await page.evaluate(listenToMessages)
  const before = await page.evaluate(pageState)
  return {
    beacon,
    async escapes() {
      const after = await page.evaluate(pageState)
      const changed = Object.keys(before).filter((key) => before[key] !== after[key])
      return [...seen, ...changed.map((key) => `${key} of the page: ${after[key]} after ${before[key]}`)]
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server): Promise<string> {
  return new Promise((ready, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`))
  })
}

/** The frame may say that it lives, and nothing else. */
function listenToMessages(): void {
  const heard: string[] = []
  Object.assign(window, { heardMessages: heard })
  addEventListener('message', ({ data }) => {
    const kind: unknown = typeof data === 'object' && data !== null && 'kind' in data ? data.kind : data
    if (kind !== 'alive') heard.push(JSON.stringify(data))
  })
}

/** All that a program could leave in the page's origin, and what it could do to the document. */
async function pageState(): Promise<Record<string, string>> {
  localStorage.getItem('')
  return {
    'local storage': JSON.stringify(localStorage),
    'session storage': JSON.stringify(sessionStorage),
    databases: JSON.stringify((await indexedDB.databases()).map(({ name }) => name)),
    caches: 'caches' in window ? (await caches.keys()).join() : '',
    cookies: document.cookie,
    title: document.title,
    address: location.href,
    body: Array.from(document.body.children, (element) => element.tagName)
      .filter((name) => name !== 'IFRAME')
      .join(),
    globals: Object.keys(window)
      .filter((name) => !/^\d+$/.test(name))
      .join(),
    messages: JSON.stringify(Reflect.get(window, 'heardMessages')),
  }
}
