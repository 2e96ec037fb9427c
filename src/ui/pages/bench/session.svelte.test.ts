import { expect, test, vi } from 'vitest'
import { LabError } from '../../../core/errors'
import type { ModelLibrary } from '../../../lab/ports'
import { whatIsMissing } from '../../../lab/estimate/missing'
import { createMemoryStore } from '../../../lab/memory-store'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices, parseFakeSpec } from '../../../lab/run/fakes'
import { startRunWith } from '../../../lab/run/start'
import { openStored } from '../../../lab/stored-run'
import type { RunFiles } from '../../services'
import { BenchSession } from './session.svelte'
import { someServices } from './testing'

const spec = parseFakeSpec({
  version: 1,
  name: 'small',
  variants: [
    { model: 'one', scheme: 'fp32' },
    { model: 'two', scheme: 'fp32' },
  ],
  conditions: [{}],
  benchmarks: [{ id: 'fake' }],
})

function begin(given: { isKept?: boolean; locate?: (model: string) => Promise<unknown>; beforeRow?: () => void } = {}) {
  const store = createMemoryStore()
  const { engine } = fakeEngine(given.beforeRow === undefined ? {} : { beforeRow: given.beforeRow })
  const lab = {
    ...fakeServices({ engine, judge: fakeJudge().judge, benchmarks: [fakeBenchmark('fake', 4)], store }),
    ...(given.locate && { locate: given.locate }),
  }
  const asked = vi.fn(async () => given.isKept ?? true)
  const session = new BenchSession(
    someServices({
      startRun: async () => (wanted, services, onEvent) => startRunWith(fakeScience, wanted, services, onEvent),
      lab: async () => lab,
      store: async () => store,
      files: async () => ({ stored: (id) => openStored(id, store) }) as Partial<RunFiles> as RunFiles,
      library: async () => ({ keepForOffline: asked }) as Partial<ModelLibrary> as ModelLibrary,
      estimate: async () => ({
        count: () => Promise.reject(new Error('not asked for')),
        calibrate: () => Promise.reject(new Error('not asked for')),
        missing: (wanted) => whatIsMissing(wanted, lab),
        lanes: 1,
      }),
    }),
  )
  return { session, store, asked }
}

test('a run ends whole, with its cells counted, and the first one asks the browser to keep what is stored', async () => {
  const { session, asked } = begin()
  await session.start(spec)
  expect(session.phase).toBe('finished')
  expect(session.progress).toMatchObject({ done: 8, total: 8, cells: 2, cellsDone: 2 })
  await vi.waitFor(() => expect(session.history.entries.map(({ usage }) => usage?.there)).toEqual([8]))
  await session.start(spec)
  expect(session.progress).toMatchObject({ reused: 8, cellsDone: 2 })
  expect(asked).toHaveBeenCalledTimes(1)
  expect(session.persistence).toBe('kept')
  await session.history.remove(session.history.entries[0]?.specId ?? '')
  expect(session.history.entries).toEqual([])
})

test('a run that lacks a variant is said not to be whole, and why', async () => {
  let rows = 0
  const { session } = begin({
    isKept: false,
    beforeRow: () => {
      rows += 1
      if (rows <= 2) throw new LabError('out-of-memory', 'No room.', 'Close tabs.')
    },
  })
  await session.start(spec)
  expect(session.phase).toBe('partial')
  expect(session.failures.map(({ again }) => again)).toEqual([true, false])
  expect(session.finished?.run.failures).toHaveLength(1)
  expect(session.persistence).toBe('refused')
})

test('a run whose model is missing begins nothing and says what to bring', async () => {
  const { session, store } = begin({
    locate: (model) =>
      model === 'two'
        ? Promise.reject(new LabError('unknown-model', 'No "two".', 'Import it.'))
        : Promise.resolve(model),
  })
  await session.start(spec)
  expect(session.phase).toBe('failed')
  expect(session.missing.map(({ kind, name }) => [kind, name])).toEqual([['model', 'two']])
  expect(await store.runs()).toEqual([])
  session.clear()
  expect([session.phase, session.missing]).toEqual(['idle', []])
})
