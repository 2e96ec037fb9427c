import { bundleOfOpen } from '../core/experiment/open-run'
import { bundleOf } from './bundle'
import { expect, test } from 'vitest'
import { specId } from '../core/experiment/parse-spec'
import { createMemoryStore } from './memory-store'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices, parseFakeSpec } from './run/fakes'
import { startRunWith } from './run/start'
import { openStored } from './stored-run'

const spec = parseFakeSpec({
  version: 1,
  name: 'stored',
  variants: [
    { model: 'm', scheme: 'fp32' },
    { model: 'm', scheme: 'int4' },
  ],
  conditions: [{}, { weights: { noise: 'gaussian', level: 0.01, seed: 1 } }],
  benchmarks: [{ id: 'fake', limit: 3 }],
})

function services() {
  const store = createMemoryStore()
  return fakeServices({
    engine: fakeEngine().engine,
    judge: fakeJudge().judge,
    benchmarks: [fakeBenchmark('fake', 5)],
    store,
  })
}

test('gives the run that was made: columns at once, texts one by one', async () => {
  const lab = services()
  const finished = await startRunWith(fakeScience, spec, lab, () => undefined).finished
  const bundle = await bundleOf(finished, lab.store)
  expect(bundle.samples).toHaveLength(12)
  const open = await openStored(specId(spec), lab.store)
  expect(await bundleOfOpen(open)).toEqual(bundle)
  expect(open.table).toEqual(finished.table)
  const [first] = bundle.samples
  expect(await open.sample('v0.c0.fake', 'Fake/0')).toEqual(first)
  expect(await open.sample('v0.c0.fake', 'Fake/9')).toBeNull()
  expect((await open.prompt(0, 'fake', 'Fake/2'))?.task_id).toBe('Fake/2')
  expect(await open.prompt(0, 'none', 'Fake/2')).toBeNull()
})

test('names a run that is not there, or not finished', async () => {
  const { store } = services()
  await expect(openStored(specId(spec), store)).rejects.toMatchObject({ code: 'not-found' })
  await store.putRun({ specId: specId(spec), name: 'stored', created: '', updated: '', spec, record: null })
  await expect(openStored(specId(spec), store)).rejects.toMatchObject({
    message: expect.stringContaining('not finished'),
  })
})
