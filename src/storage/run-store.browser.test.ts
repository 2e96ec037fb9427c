import { Dexie } from 'dexie'
import { afterEach, describe, expect, it } from 'vitest'
import type { SampleRecord } from '../core/experiment/record'
import { parseSpec } from '../core/experiment/parse-spec'
import type { StoredRun } from '../lab/ports'
import { createRunStore, named } from './run-store'

const NAME = 'shakedown-test'
const spec = parseSpec({
  version: 1,
  name: 'x',
  variants: [{ model: 'm', scheme: 'fp32' }],
  conditions: [{}],
  benchmarks: [{ id: 'starter-mbpp' }],
})
const run = (specId: string, updated: string): StoredRun => ({
  specId,
  name: specId,
  created: 'c',
  updated,
  spec,
  record: null,
})
const sample = (id: string): SampleRecord => ({
  id,
  cell: 'v0.c0.b',
  task_id: 'T/0',
  index: 0,
  prompt: 'p',
  completion: '',
  solution: '',
  base_status: 'pass',
  plus_status: 'pass',
  kind: 'pass',
  failing: null,
  tests: { base: '111', plus: '11' },
  tokens: 1,
  finish: 'stop',
  seed: 0,
  timing: { generate_ms: 1, judge_ms: 1 },
})

afterEach(() => Dexie.delete(NAME))

describe('createRunStore', () => {
  it('keeps runs, newest first, also for a store opened anew', async () => {
    const store = createRunStore(NAME)
    await store.putRun(run('a', '2026-01-01'))
    await store.putRun(run('b', '2026-01-02'))
    await store.putRun(run('a', '2026-01-03'))
    const anew = createRunStore(NAME)
    expect((await anew.runs()).map(({ specId, updated }) => [specId, updated])).toEqual([
      ['a', '2026-01-03'],
      ['b', '2026-01-02'],
    ])
    expect(await anew.run('b')).toEqual(run('b', '2026-01-02'))
    expect(await anew.run('none')).toBeNull()
  })

  it('finds those samples and prompts that exist, each once', async () => {
    const store = createRunStore(NAME)
    await Promise.all(['a', 'b', 'a'].map((id) => store.putSample(sample(id))))
    expect(await store.samples(['b', 'x', 'a'])).toEqual(
      new Map([
        ['b', sample('b')],
        ['a', sample('a')],
      ]),
    )
    const prompt = { hash: 'h', task_id: 'T/0', text: 't', edits: [] }
    await store.putPrompts([prompt])
    expect(await store.prompts(['h', 'i'])).toEqual(new Map([['h', prompt]]))
    expect(await store.samples([])).toEqual(new Map())
  })

  it('keeps samples while another run may need them and frees them with the last run', async () => {
    const store = createRunStore(NAME)
    await store.putRun(run('a', '1'))
    await store.putRun(run('b', '2'))
    await store.putSample(sample('s'))
    await store.deleteRun('a')
    expect((await store.samples(['s'])).size).toBe(1)
    await store.deleteRun('b')
    expect(await store.runs()).toEqual([])
    expect((await store.samples(['s'])).size).toBe(0)
  })
})

describe('errors of the database', () => {
  it('have names: a full disk however Dexie wraps it, and the rest', async () => {
    const quota = new DOMException('full', 'QuotaExceededError')
    const wrapped = [
      quota,
      new Dexie.AbortError('aborted', quota),
      new Dexie.BulkError('some failed', [new Dexie.QuotaExceededError('full', quota)]),
    ]
    for (const error of wrapped) {
      await expect(named(() => Promise.reject(error))).rejects.toMatchObject({ code: 'storage-full' })
    }
    await expect(named(() => Promise.reject(new Error('x')))).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('x'),
    })
  })
})
