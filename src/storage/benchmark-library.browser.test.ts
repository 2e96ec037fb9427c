import { Dexie } from 'dexie'
import { gzipSync, strToU8 } from 'fflate'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SHIPPED_BENCHMARKS } from '../core/benchmarks/registry'
import { createBenchmarkLibrary } from './benchmark-library'

const NAME = 'shakedown-benchmarks-test'
const row = (task: string) =>
  JSON.stringify({
    task_id: task,
    prompt: 'def f(x):\n',
    entry_point: 'f',
    canonical_solution: '    return x\n',
    base_input: [[1], [2]],
    plus_input: [[3]],
  })
const suite = (...tasks: string[]) => strToU8(tasks.map((task) => `${row(task)}\n`).join(''))

/** A site with these files; whatever else is asked for gets the start page, as single-page hosts do. */
const site = (files: Record<string, Uint8Array<ArrayBuffer>>) => {
  const fetchFile: typeof fetch = (address, init) => {
    if (init?.signal?.aborted === true) return Promise.reject(new DOMException('stop', 'AbortError'))
    const path = new URL(String(address)).pathname.replace('/lab/', '')
    const bytes = files[path]
    const body = bytes ?? '<!doctype html>'
    const headers = {
      'content-type': bytes === undefined ? 'text/html; charset=utf-8' : 'application/octet-stream',
      'content-length': String(body.length),
    }
    return Promise.resolve(new Response(init?.method === 'HEAD' ? null : body, { headers }))
  }
  return createBenchmarkLibrary({ baseUrl: 'https://site.test/lab/', fetchFile, name: NAME })
}

afterEach(async () => {
  vi.restoreAllMocks()
  await Dexie.delete(NAME)
})

describe('createBenchmarkLibrary', () => {
  it('keeps what a person brings, for a library opened anew as well', async () => {
    const entry = await site({}).add('My suite.jsonl.gz', gzipSync(suite('A/0', 'A/1')))
    expect(entry).toMatchObject({
      title: 'My suite.jsonl.gz',
      format: 'evalplus',
      form: 'humaneval',
      problems: 2,
      tests: { base: 4, plus: 2 },
      published: null,
      origin: 'imported',
    })
    expect(entry.id).toMatch(/^my-suite-[0-9a-f]{8}$/)
    const anew = site({})
    expect(await anew.list()).toMatchObject([...SHIPPED_BENCHMARKS.map(({ id }) => ({ id, origin: 'shipped' })), entry])
    const loaded = await anew.load(entry.id)
    expect(loaded).toMatchObject({ id: entry.id, md5: entry.md5, problems: [{ taskId: 'A/0' }, { taskId: 'A/1' }] })
    expect(await anew.load(entry.id)).toBe(loaded)
    // The same content, packed otherwise: nothing new, and it keeps its name.
    const again = await anew.add('my suite.jsonl', suite('A/0', 'A/1'))
    expect(again).toEqual(entry)
    expect(await anew.list()).toHaveLength(SHIPPED_BENCHMARKS.length + 1)
  })

  it('forgets what is removed, and keeps what the site ships', async () => {
    const library = site({})
    const { id } = await library.add('a.jsonl', suite('A/0'))
    await library.load(id)
    await library.remove(id)
    await expect(library.load(id)).rejects.toMatchObject({ code: 'unknown-benchmark' })
    await expect(library.remove(id)).rejects.toMatchObject({ code: 'unknown-benchmark' })
    await expect(library.remove('starter-mbpp')).rejects.toMatchObject({ code: 'usage' })
    expect(await library.list()).toHaveLength(SHIPPED_BENCHMARKS.length)
  })

  it('finds published files beside the site, and none where a page is answered instead', async () => {
    const file = gzipSync(suite('A/0'))
    const library = site({ 'benchmarks/HumanEvalPlus.jsonl.gz': file, 'benchmarks/mbpp.jsonl': suite('A/1') })
    expect(await library.find()).toEqual([
      { path: 'benchmarks/HumanEvalPlus.jsonl.gz', bytes: file.length },
      { path: 'benchmarks/mbpp.jsonl', bytes: suite('A/1').length },
    ])
    const entry = await library.fetch('benchmarks/HumanEvalPlus.jsonl.gz')
    expect(entry.title).toBe('HumanEvalPlus.jsonl.gz')
    expect((await library.load(entry.id)).problems).toHaveLength(1)
    expect(await site({}).find()).toEqual([])
    await expect(library.fetch('benchmarks/HumanEval.jsonl')).rejects.toMatchObject({ code: 'html-instead-of-file' })
    await expect(library.fetch('../secret')).rejects.toMatchObject({ code: 'usage' })
    await expect(library.find(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('takes a shipped benchmark from the site, brought as a file or not', async () => {
    const bytes = new Uint8Array(await (await fetch('/benchmarks/starter-mbpp.jsonl.gz')).arrayBuffer())
    const library = site({ 'benchmarks/starter-mbpp.jsonl.gz': bytes })
    expect(await library.add('copy.jsonl.gz', bytes)).toMatchObject({ id: 'starter-mbpp', origin: 'shipped' })
    expect(await library.list()).toHaveLength(SHIPPED_BENCHMARKS.length)
    expect((await library.load('starter-mbpp')).problems).toHaveLength(164)
  })

  it('stores nothing of a file that is wrong, or that there is no room for', async () => {
    const library = site({})
    await expect(library.add('a.jsonl', suite('A/0', 'A/0'))).rejects.toMatchObject({ code: 'bad-benchmark' })
    const put = IDBObjectStore.prototype.put
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...values
    ) {
      // The file is written, then its entry does not fit.
      if (this.name === 'entries') throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, values)
    })
    await expect(library.add('a.jsonl', suite('A/0'))).rejects.toMatchObject({ code: 'storage-full' })
    expect(full).toHaveBeenCalledTimes(2)
    full.mockRestore()
    expect(await library.list()).toHaveLength(SHIPPED_BENCHMARKS.length)
    const database = await new Dexie(NAME).open()
    expect(await database.table('files').count()).toBe(0)
    database.close()
  })
})
