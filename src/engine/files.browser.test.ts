import { afterEach, expect, test, vi } from 'vitest'
import { fetchFile, parseJson } from './files'

afterEach(() => vi.unstubAllGlobals())

const { signal } = new AbortController()

function answer(body: string | ReadableStream, init: ResponseInit): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, init)))
}

test('a file comes whole, with progress', async () => {
  answer('12345', { headers: { 'content-length': '5' } })
  const steps: number[] = []
  const file = await fetchFile('https://site/x', { signal, onProgress: (loaded) => steps.push(loaded) })
  expect(new TextDecoder().decode(file.bytes)).toBe('12345')
  expect(steps.at(-1)).toBe(5)
})

test('faults are named', async () => {
  const code = async (): Promise<unknown> => fetchFile('https://site/x', { signal }).catch((error: unknown) => error)
  answer('', { status: 404 })
  expect(await code()).toMatchObject({ code: 'not-found' })
  answer('', { status: 503 })
  expect(await code()).toMatchObject({ code: 'network' })
  answer('<!DOCTYPE html>', { headers: { 'content-type': 'text/html; charset=utf-8' } })
  expect(await code()).toMatchObject({ code: 'html-instead-of-file' })
  answer('\n <html><body>', { headers: { 'content-type': 'application/octet-stream' } })
  expect(await code()).toMatchObject({ code: 'html-instead-of-file' })
  answer('1234', { headers: { 'content-length': '5' } })
  expect(await code()).toMatchObject({ code: 'truncated-file' })
  const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError('reset')) })
  answer(broken, { headers: { 'content-length': '5' } })
  expect(await code()).toMatchObject({ code: 'truncated-file' })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect(await code()).toMatchObject({ code: 'network' })
})

test('a length of compressed bytes is not taken for ours', async () => {
  answer('12345', { headers: { 'content-length': '3', 'content-encoding': 'gzip' } })
  expect((await fetchFile('https://site/x', { signal })).bytes).toHaveLength(5)
})

test('half a JSON is a truncated file', () => {
  expect(() => parseJson({ url: 'x', bytes: new TextEncoder().encode('{"a": 1') })).toThrow(
    expect.objectContaining({ code: 'truncated-file' }),
  )
})
