import { describe, expect, it } from 'vitest'
import { forecast } from '../../core/experiment/forecast'
import { specId } from '../../core/experiment/parse-spec'
import type { RunEvent, StartRun } from '../events'
import { createMemoryStore } from '../memory-store'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices, parseFakeSpec } from '../run/fakes'
import { startRunWith } from '../run/start'
import { calibrate, type Calibration } from './calibrate'
import { countWork } from './count'
import { whatIsMissing } from './missing'

const benchmarks = [fakeBenchmark('fake-a', 20), fakeBenchmark('fake-b', 5)]
const startRun: StartRun = (...words) => startRunWith(fakeScience, ...words)
const family = {
  version: 1,
  name: 'family',
  variants: [
    { model: 'one', scheme: 'fp32' },
    { model: 'one', scheme: 'int4' },
    { model: 'two', scheme: 'fp32', original: true },
    { model: 'two', scheme: 'int4' },
  ],
  conditions: [{}, { prompt: { attack: 'char', seed: 1 } }, { weights: { noise: 'gaussian', level: 0.01 } }],
  benchmarks: [{ id: 'fake-a', limit: 18 }, { id: 'fake-b' }],
}

function lab(parts: { store?: ReturnType<typeof createMemoryStore>; beforeRow?: () => void | Promise<void> } = {}) {
  const { engine, log } = fakeEngine(parts.beforeRow === undefined ? {} : { beforeRow: parts.beforeRow })
  const { judge } = fakeJudge()
  const services = fakeServices({ engine, judge, benchmarks, ...(parts.store && { store: parts.store }) })
  return { services, log }
}

const count = (spec: ReturnType<typeof parseFakeSpec>) => countWork(spec, lab().services, fakeScience)
const signal = new AbortController().signal

describe('countWork', () => {
  it('counts cells, samples, prompts, distinct work and tests as the run has them', async () => {
    const spec = parseFakeSpec(family)
    const { workload, unwritten } = await count(spec)
    expect(workload).toMatchObject({
      cells: 4 * 3 * 2,
      samples: 4 * 3 * 23,
      prompts: 2 * 23,
      work: 4 * 3 * 23,
      tests: 0,
    })
    expect(workload.variants).toHaveLength(4)
    expect(unwritten).toEqual([])
    const { services, log } = lab()
    const { run } = await startRun(spec, services, () => undefined).finished
    expect(run.cells).toHaveLength(workload.cells)
    expect(log.generated).toHaveLength(workload.work)
  })

  it('counts work that two cells share once, where it is first asked for', async () => {
    const spec = parseFakeSpec({
      ...family,
      variants: [
        { model: 'one', scheme: 'fp32' },
        { model: 'one', scheme: 'fp32' },
      ],
      conditions: [{}, {}],
    })
    const { workload } = await count(spec)
    expect(workload).toMatchObject({ samples: 4 * 23, work: 23 })
    expect(workload.variants.map(({ work }) => work)).toEqual([23, 0])
  })

  it('counts samples made elsewhere only where there is a file of them', async () => {
    const spec = parseFakeSpec({
      ...family,
      variants: [
        { model: 'one', scheme: 'fp32' },
        { name: 'big', samples: 'big.jsonl' },
        { name: 'bigger', samples: [null, 'a.jsonl', null] },
      ],
    })
    const { workload } = await count(spec)
    expect(workload.variants.map(({ samples }) => samples)).toEqual([3 * 23, 23, 23])
    expect(workload.cells).toBe(6 + 2 + 2)
  })

  it('asks for no translation: such prompts count as one each, and are said to be unwritten', async () => {
    const spec = parseFakeSpec({ ...family, conditions: [{}, { prompt: { attack: 'translate' } }] })
    const { workload, unwritten } = await count(spec)
    expect(unwritten).toEqual([1])
    expect(workload.prompts).toBe(2 * 23)
  })
})

describe('calibrate', () => {
  it('makes first samples that the run then finds, and leaves no run but that one', async () => {
    const spec = parseFakeSpec(family)
    const { services, log } = lab()
    const counted = await count(spec)
    const seen: (number | null)[] = []
    const found = await calibrate(counted, services, startRun, { signal, onChange: (_, doing) => seen.push(doing) })
    // Fast: a second look takes up to 32 more, all that the clean condition has on the first benchmark.
    expect(found.measures.map(({ variant, samples }) => [variant, samples])).toEqual([0, 2, 3, 1].map((at) => [at, 10]))
    expect(found.stored).toEqual([18, 18, 18, 18])
    expect(found.notes).toEqual([])
    expect(seen.filter((doing) => doing !== null)).toEqual([0, 2, 3, 1])
    // Each model is opened once for each time it comes up, not once for each look.
    expect(log.opened).toBe(3)
    expect(log.closed).toBe(log.opened)
    expect((await services.store.runs()).map((run) => [run.specId, run.record])).toEqual([[specId(spec), null]])

    const events: RunEvent[] = []
    await startRun(spec, services, (event) => events.push(event)).finished
    expect(log.generated).toHaveLength(counted.workload.work)
    const reused = events.flatMap((event) => (event.type === 'planned' ? [event.reused] : []))
    expect(reused.reduce((sum, one) => sum + one, 0)).toBe(4 * 18)
    await services.store.deleteRun(specId(spec))
    expect((await services.store.runs()).length).toBe(0)
  })

  it('goes on to another condition where the clean one is done, and says that nothing is left of a whole run', async () => {
    const spec = parseFakeSpec(family)
    const store = createMemoryStore()
    const { services } = lab({ store })
    await startRun({ ...spec, conditions: spec.conditions.slice(0, 1) }, services, () => undefined).finished
    const counted = await count(spec)
    const found = await calibrate(counted, services, startRun, { signal })
    expect(found.measures).toHaveLength(4)
    await startRun(spec, services, () => undefined).finished
    const after = await calibrate(counted, services, startRun, { signal })
    expect(after.measures).toEqual([])
    expect(after.stored).toEqual(counted.workload.variants.map(({ work }) => work))
    expect(forecast(spec, counted.workload, after.measures, after.stored, 1).left).toBe(0)
  })

  it('starts nothing where something is missing', async () => {
    const spec = parseFakeSpec({ ...family, benchmarks: [{ id: 'fake-a' }] })
    const { services, log } = lab()
    const counted = await count(spec)
    const without = {
      ...services,
      locate: (model: string) => (model === 'two' ? Promise.reject(new Error('none')) : Promise.resolve(model)),
    }
    await expect(calibrate(counted, without, startRun, { signal })).rejects.toThrow('none')
    expect(log.opened).toBe(0)
    expect(await services.store.runs()).toEqual([])
  })

  it('says which variants it had no time for, and which failed', async () => {
    const spec = parseFakeSpec(family)
    const { services } = lab()
    const counted = await count(spec)
    const found = await calibrate(counted, services, startRun, { signal, seconds: 0 })
    expect([found.measures.length, found.skipped]).toEqual([0, [0, 2, 3, 1]])
    let rows = 0
    const failing = lab({
      beforeRow: () => {
        rows += 1
        if (rows <= 2) throw new Error('no memory')
      },
    })
    const rest = await calibrate(counted, failing.services, startRun, { signal })
    expect(rest.notes).toEqual([{ variant: 0, why: expect.stringContaining('no memory') }])
    expect(rest.measures.map(({ variant }) => variant)).toEqual([2, 3, 1])
  })

  it('cuts a variant that is slow, and takes what was finished by then', async () => {
    const spec = parseFakeSpec({ ...family, variants: [{ model: 'one', scheme: 'fp32' }] })
    const { services } = lab({ beforeRow: () => new Promise((resolve) => setTimeout(resolve, 150)) })
    const found = await calibrate(await count(spec), services, startRun, { signal, seconds: 1 })
    expect(found.notes).toEqual([{ variant: 0, why: expect.stringMatching(/of 8 samples in 1 s/) }])
    const [measure] = found.measures
    expect(measure?.samples).toBeGreaterThan(0)
    expect(measure?.samples).toBeLessThan(8)
    expect(measure?.generate).toBeGreaterThan(0.04)
  })

  it('gives what it has when it is cancelled', async () => {
    const spec = parseFakeSpec(family)
    const { services, log } = lab()
    const abort = new AbortController()
    const onChange = ({ measures }: Calibration): void => {
      if (measures.length === 2) abort.abort()
    }
    const found = await calibrate(await count(spec), services, startRun, { signal: abort.signal, onChange })
    expect(found.measures).toHaveLength(2)
    expect(log.closed).toBe(log.opened)
  })
})

describe('whatIsMissing', () => {
  it('names each missing thing once', async () => {
    const spec = parseFakeSpec({
      ...family,
      variants: [...family.variants, { name: 'big', samples: 'big.jsonl' }],
      benchmarks: [{ id: 'fake-a' }, { id: 'other' }],
    })
    const places = {
      ...lab().services,
      locate: (model: string) => (model === 'two' ? Promise.reject(new Error('none')) : Promise.resolve(model)),
    }
    const missing = await whatIsMissing(spec, places)
    expect(missing.map(({ kind, name }) => [kind, name])).toEqual([
      ['model', 'two'],
      ['benchmark', 'other'],
      ['samples', 'big.jsonl'],
    ])
  })
})
