import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { dirname, extname, join, normalize, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/x-ndjson; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.gz': 'application/gzip',
  '.zip': 'application/zip',
  '.onnx': 'application/octet-stream',
}

export interface StaticServer {
  /** "http://127.0.0.1:PORT/" */
  readonly address: string
  close(): Promise<void>
}

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port?: number
  /** Further folders, each served below an address that begins and ends with a slash. */
  readonly mounts?: readonly Mount[]
  /** Where files that are PUT below an address go. */
  readonly receive?: Mount | null
}

export interface Mount {
  readonly prefix: string
  readonly folder: string
  /** Nothing but this file of the folder. */
  readonly only?: string
}

/**
 * Serves a folder as a plain static host does: right types, real 404s, byte ranges, no special headers. Listens on this
 * machine only. With `receive`, files that are PUT below that address are written there.
 */
export async function serveFolder(folder: string, options: ServeOptions = {}): Promise<StaticServer> {
  const { port = 0, mounts = [], receive = null } = options
  const root = resolve(folder)
  const server = createServer((request, response) => {
    const url = request.url ?? '/'
    const mount = mounts.find(({ prefix }) => url.startsWith(prefix))
    const hidden = mount?.only !== undefined && url !== mount.prefix + encodeURIComponent(mount.only)
    const work =
      receive !== null && request.method === 'PUT' && url.startsWith(receive.prefix)
        ? take(resolve(receive.folder), url.slice(receive.prefix.length - 1), request, response)
        : hidden
          ? Promise.resolve(fail(response, 404, 'Not found'))
          : mount !== undefined
            ? answer(resolve(mount.folder), url.slice(mount.prefix.length - 1), request, response)
            : answer(root, url, request, response)
    work.catch(() => {
      if (!response.headersSent) fail(response, 500, 'Internal error')
      else response.destroy()
    })
  })
  await new Promise<void>((ready, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', ready)
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port.')
  return {
    address: `http://127.0.0.1:${bound.port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** Writes what is put there; answers 204, or 507 with the reason. */
async function take(root: string, url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = filePath(root, url)
  if (path === null) return fail(response, 400, 'Bad path')
  try {
    await mkdir(dirname(path), { recursive: true })
    // Whole or not at all: nobody takes a cut file for a model.
    await pipeline(request, createWriteStream(`${path}.part`))
    await rename(`${path}.part`, path)
  } catch (thrown) {
    return fail(response, 507, thrown instanceof Error ? thrown.message : String(thrown))
  }
  response.writeHead(204)
  response.end()
}

async function answer(root: string, url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return fail(response, 405, 'Only GET and HEAD')
  }
  const path = filePath(root, url)
  if (path === null) return fail(response, 400, 'Bad path')
  const info = await stat(path).catch(() => null)
  if (info === null || !info.isFile()) return fail(response, 404, 'Not found')
  response.setHeader('content-type', TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream')
  response.setHeader('accept-ranges', 'bytes')
  response.setHeader('cache-control', 'no-cache')
  response.setHeader('last-modified', info.mtime.toUTCString())
  const range = byteRange(request.headers.range, info.size)
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${info.size}`)
    return fail(response, 416, 'Range not satisfiable')
  }
  const { start, end } = range ?? { start: 0, end: info.size - 1 }
  response.setHeader('content-length', end - start + 1)
  if (range !== null) response.setHeader('content-range', `bytes ${start}-${end}/${info.size}`)
  response.writeHead(range === null ? 200 : 206)
  if (request.method === 'HEAD' || info.size === 0) {
    response.end()
    return
  }
  createReadStream(path, { start, end })
    .on('error', () => response.destroy())
    .pipe(response)
}

/** The file that an address names; null where it leads out of the folder or is malformed. */
export function filePath(root: string, url: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '/')
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(root, path.endsWith('/') ? `${path}index.html` : path))
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null
}

/** A single byte range of a request; null where there is none (or several, which we may ignore). */
export function byteRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (match === null) return null
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return null
  if (first === '')
    return last === '0' || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(last)), end: size - 1 }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return null
  return start >= size ? 'unsatisfiable' : { start, end }
}

function fail(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${message}\n`)
}
