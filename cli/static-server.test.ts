import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byteRange, filePath, serveFolder, type StaticServer } from './static-server'

const folder = mkdtempSync(join(tmpdir(), 'shakedown-server-'))
let server: StaticServer

beforeAll(async () => {
  mkdirSync(join(folder, 'site', 'models'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'site', 'index.html'), '<p>hello')
  writeFileSync(join(folder, 'site', 'a.wasm'), '0123456789')
  writeFileSync(join(folder, 'site', 'empty.json'), '')
  writeFileSync(join(folder, 'site', 'models', 'ü 1.json'), '{}')
  symlinkSync('/dev/null', join(folder, 'site', 'device'))
  server = await serveFolder(join(folder, 'site'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const get = (path: string, init?: RequestInit) => fetch(new URL(path, server.address), init)

/** `fetch` tidies paths; this sends them as they are. */
function rawStatus(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(server.address, { path }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe('serveFolder', () => {
  it('serves files with their types and no special headers', async () => {
    const page = await get('')
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<p>hello',
    ])
    expect(page.headers.get('cross-origin-opener-policy')).toBeNull()
    expect((await get('a.wasm')).headers.get('content-type')).toBe('application/wasm')
    expect(await (await get('models/%C3%BC%201.json?x=1')).json()).toEqual({})
    expect(await (await get('empty.json')).text()).toBe('')
  })

  it('answers 404 for what is not there, folders and devices, never a page instead', async () => {
    for (const path of ['nothing', 'models', 'models/', 'a.wasm/', 'device']) {
      const response = await get(path)
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        404,
        'text/plain; charset=utf-8',
      ])
    }
    expect((await get('', { method: 'POST' })).status).toBe(405)
  })

  it('does not leave its folder', async () => {
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/models/../../secret.txt',
      '/..%2fsecret.txt',
      '/%00',
      '/..%5csecret.txt',
      '/%',
    ]) {
      expect([path, await rawStatus(path)]).toEqual([path, 400])
    }
    expect(filePath('/a/site', '/../site-other/x')).toBeNull()
  })

  it('serves byte ranges', async () => {
    const part = await get('a.wasm', { headers: { range: 'bytes=2-4' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
    expect(await (await get('a.wasm', { headers: { range: 'bytes=-3' } })).text()).toBe('789')
    expect((await get('a.wasm', { headers: { range: 'bytes=10-' } })).status).toBe(416)
    expect(byteRange('bytes=4-2', 10)).toBeNull()
    expect(byteRange('bytes=0-99', 10)).toEqual({ start: 0, end: 9 })
    expect(byteRange('bytes=0-1,3-4', 10)).toBeNull()
  })
})

describe('a server with more than one folder', () => {
  it('serves the mounted folder and writes what is put, whole, below its folder only', async () => {
    const out = join(folder, 'received')
    const both = await serveFolder(join(folder, 'site'), {
      mounts: [
        { prefix: '/other/', folder },
        { prefix: '/one/', folder: join(folder, 'site', 'models'), only: 'ü 1.json' },
        { prefix: '/two/', folder: join(folder, 'site'), only: 'a.wasm' },
      ],
      receive: { prefix: '/put/', folder: out },
    })
    try {
      const at = (path: string) => new URL(path, both.address).href
      expect((await fetch(at('other/site/index.html'))).status).toBe(200)
      expect(await (await fetch(at(`one/${encodeURIComponent('ü 1.json')}`))).json()).toEqual({})
      expect((await fetch(at('two/a.wasm'))).status).toBe(200)
      for (const path of ['two/empty.json', 'two/', 'two/index.html', 'two/models/..%2fa.wasm']) {
        expect([path, (await fetch(at(path))).status]).toEqual([path, 404])
      }
      expect((await fetch(at('put/onnx/model.onnx'), { method: 'PUT', body: 'weights' })).status).toBe(204)
      expect(readFileSync(join(out, 'onnx', 'model.onnx'), 'utf8')).toBe('weights')
      expect((await fetch(at('put/..%2fescape'), { method: 'PUT', body: 'x' })).status).toBe(400)
      expect((await fetch(at('index.html'), { method: 'PUT', body: 'x' })).status).toBe(405)
      expect(existsSync(join(folder, 'escape'))).toBe(false)
    } finally {
      await both.close()
    }
  })
})
