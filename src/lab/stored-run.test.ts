import { expect, test } from 'vitest'
import { specId } from '../core/experiment/parse-spec'
import { createMemoryStore } from './memory-store'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices, parseFakeSpec } from './run/fakes'
import { startRunWith } from './run/start'
import { storedRun } from './stored-run'

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

test('gives the bundle that the run gave', async () => {
  const lab = services()
  const bundle = await startRunWith(fakeScience, spec, lab, () => undefined).finished
  expect(bundle.samples).toHaveLength(12)
  expect(await storedRun(specId(spec), lab, fakeScience)).toEqual(bundle)
})

test('names a run that is not there and samples that are gone', async () => {
  const lab = services()
  await expect(storedRun(specId(spec), lab, fakeScience)).rejects.toMatchObject({ code: 'not-found' })
  const { run } = await startRunWith(fakeScience, spec, lab, () => undefined).finished
  const empty = createMemoryStore()
  await empty.putRun({ specId: specId(spec), name: 'stored', created: '', updated: '', spec, record: run })
  await expect(storedRun(specId(spec), { ...lab, store: empty }, fakeScience)).rejects.toMatchObject({
    code: 'storage',
  })
})
