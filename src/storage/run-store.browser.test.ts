import { Dexie } from 'dexie'
import { afterEach, describe, expect, it } from 'vitest'
import type { SampleRecord } from '../core/experiment/record'
import { parseSpec } from '../core/experiment/parse-spec'
import type { VerdictFile } from '../core/experiment/verdict-file'
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

/** Ids are SHA-256. */
const ID = { a: 'a'.repeat(64), b: 'b'.repeat(64), c: 'c'.repeat(64) }

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

  it('opens a database of version 1, keeps what is in it, and takes nothing from its runs', async () => {
    const old = new Dexie(NAME)
    old.version(1).stores({ runs: 'specId, updated', samples: 'id', prompts: 'hash' })
    await old.table('runs').put(run('old', '1'))
    await old.table('samples').put(sample(ID.a))
    await old.table('prompts').put({ hash: 'h', task_id: 'T/0', text: 't', edits: [] })
    old.close()
    const store = createRunStore(NAME)
    expect((await store.runs()).map(({ specId }) => specId)).toEqual(['old'])
    expect(await store.table('old')).toBeNull()
    // The old run does not say what it needs, so a new one leaves even what it alone seems to have.
    await store.putRun(run('new', '2'))
    await store.addMembers('new', [ID.a])
    await store.deleteRun('new')
    expect([...(await store.samples([ID.a])).keys()]).toEqual([ID.a])
    expect((await store.prompts(['h'])).size).toBe(1)
  })

  it('frees with a run the samples that no other run needs', async () => {
    const store = createRunStore(NAME)
    for (const [specId, ids] of [
      ['one', [ID.a, ID.b]],
      ['two', [ID.b]],
    ] as const) {
      await store.putRun(run(specId, specId))
      await store.addMembers(specId, ids)
    }
    await store.addMembers('two', [ID.c])
    for (const id of [ID.a, ID.b, ID.c]) await store.putSample(sample(id))
    await store.deleteRun('one')
    expect([...(await store.samples([ID.a, ID.b, ID.c])).keys()].sort()).toEqual([ID.b, ID.c].sort())
    await store.deleteRun('two')
    expect((await store.samples([ID.a, ID.b, ID.c])).size).toBe(0)
  })

  it('reads verdicts of many samples without their texts, and keeps columns of a run', async () => {
    const store = createRunStore(NAME)
    await Promise.all([ID.a, ID.b].map((id) => store.putSample(sample(id))))
    const judged = { base_status: 'pass', plus_status: 'pass', kind: 'pass', tokens: 1 }
    expect(await store.judged([ID.a, ID.c, ID.b])).toEqual(
      new Map([
        [ID.a, judged],
        [ID.b, judged],
      ]),
    )
    const verdicts: VerdictFile = {
      version: 1,
      kind: 'shakedown-verdicts',
      samples: 1,
      tasks: {},
      cells: [],
      prompts: [],
      sent: [],
    }
    const table = { specId: 'a', verdicts, ids: new Uint8Array([1, 2]) }
    await store.putTable(table)
    expect(await createRunStore(NAME).table('a')).toEqual(table)
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

describe('usage', () => {
  const id = (digit: string) => digit.repeat(64)

  it('says of each run how many of its samples are there and about what they take; shared ones count in each', async () => {
    const store = createRunStore(NAME)
    expect(await store.usage()).toEqual(new Map())
    await store.putRun(run('a', '1'))
    await store.putRun(run('b', '2'))
    await store.addMembers('a', [id('1'), id('2'), id('3')])
    await store.addMembers('b', [id('3')])
    for (const digit of ['1', '3', '4']) await store.putSample(sample(id(digit)))
    const bytes = JSON.stringify(sample(id('1'))).length
    expect(await store.usage()).toEqual(
      new Map([
        ['a', { needed: 3, there: 2, bytes: 2 * bytes }],
        ['b', { needed: 1, there: 1, bytes }],
      ]),
    )
    await store.deleteRun('a')
    expect([...(await store.usage()).keys()]).toEqual(['b'])
    expect([...(await store.samples([id('1'), id('3'), id('4')])).keys()].sort()).toEqual([id('3'), id('4')])
  })

  it('weighs some samples of a large run, not all', async () => {
    const store = createRunStore(NAME)
    const ids = Array.from({ length: 1000 }, (_, place) => place.toString(16).padStart(64, '0'))
    await store.addMembers('a', ids)
    for (const one of ids) await store.putSample(sample(one))
    const found = (await store.usage()).get('a')
    expect(found).toEqual({ needed: 1000, there: 1000, bytes: 1000 * JSON.stringify(sample(id('0'))).length })
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
