import { strToU8, gzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { createBenchmarkSource } from './benchmarks'

const LINE =
  '{"task_id":"T/0","prompt":"\\"\\"\\"x\\"\\"\\"","entry_point":"f","canonical_solution":"","base_input":[],"plus_input":[],"atol":0}\n'
const answering = (body: Uint8Array<ArrayBuffer> | string, status = 200) => {
  const asked: string[] = []
  const fetchFile: typeof fetch = (address) => {
    asked.push(String(address))
    return Promise.resolve(new Response(body, { status }))
  }
  return { source: createBenchmarkSource('https://site.test/base/', fetchFile), asked }
}

test('loads a shipped benchmark once, under the base path of the site', async () => {
  const { source, asked } = answering(gzipSync(strToU8(LINE)))
  expect((await source.load('starter-mbpp')).problems).toHaveLength(1)
  await source.load('starter-mbpp')
  expect(asked).toEqual(['https://site.test/base/benchmarks/starter-mbpp.jsonl.gz'])
})

test.each([
  ['an unknown id', 'nope', answering(''), 'unknown-benchmark'],
  ['a missing file', 'starter-mbpp', answering('', 404), 'not-found'],
  ['a failing server', 'starter-mbpp', answering('', 500), 'network'],
  ['a fallback page', 'starter-mbpp', answering('<!doctype html>'), 'html-instead-of-file'],
  ['half a file', 'starter-mbpp', answering(gzipSync(strToU8(LINE)).slice(0, 50)), 'truncated-file'],
])('names %s', async (_name, id, { source }, code) => {
  await expect(source.load(id)).rejects.toMatchObject({ code })
})

test('names a network that fails, and a cancelled load', async () => {
  const failing = createBenchmarkSource('https://site.test/', () => Promise.reject(new TypeError('no network')))
  await expect(failing.load('starter-mbpp')).rejects.toMatchObject({ code: 'network' })
  const cancelledLoad = createBenchmarkSource('https://site.test/', () =>
    Promise.reject(new DOMException('stop', 'AbortError')),
  )
  await expect(cancelledLoad.load('starter-mbpp', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
})
