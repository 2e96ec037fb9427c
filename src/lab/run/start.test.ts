import { schemeLabel, variantLabel } from '../../core/experiment/labels'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabError } from '../../core/errors'
import { mergeRuns } from '../../core/experiment/merge'
import { parseRun } from '../../core/experiment/parse-run'
import type { RunBundle } from '../../core/experiment/record'
import type { RunEvent } from '../events'
import { bundleOf } from '../bundle'
import { createMemoryStore } from '../memory-store'
import { startRunWith } from './start'
import {
  fakeBenchmark,
  fakeEngine,
  fakeJudge,
  fakeScience,
  fakeServices,
  parseFakeSpec,
  type FakeEngineOptions,
} from './fakes'

const benchmarks = [fakeBenchmark('fake-a', 20), fakeBenchmark('fake-b', 5)]
const spec = parseFakeSpec({
  version: 1,
  name: 'test',
  variants: [
    { model: 'one', scheme: 'fp32' },
    { model: 'two', scheme: 'fp32' },
    { model: 'one', scheme: 'int4' },
  ],
  conditions: [
    {},
    { prompt: { attack: 'char', seed: 1 } },
    { weights: { noise: 'gaussian', level: 0.01 } },
    { prompt: { attack: 'char', seed: 1 }, weights: { noise: 'gaussian', level: 0.01 } },
  ],
  benchmarks: [{ id: 'fake-a', limit: 18 }, { id: 'fake-b' }],
})
const TOTAL = 3 * 4 * (18 + 5)

/** The finished run with its samples, as its store has them. */
async function wholeOf({
  handle,
  services,
}: Pick<ReturnType<typeof begin>, 'handle' | 'services'>): Promise<RunBundle> {
  return bundleOf(await handle.finished, services.store)
}

function begin(options: FakeEngineOptions & { store?: ReturnType<typeof createMemoryStore> } = {}) {
  const { engine, log } = fakeEngine(options)
  const { judge, log: judged } = fakeJudge()
  const events: RunEvent[] = []
  const services = fakeServices({ engine, judge, benchmarks, ...(options.store ? { store: options.store } : {}) })
  const handle = startRunWith(fakeScience, spec, services, (event) => events.push(event))
  return { handle, log, judged, events, services }
}

/** The record and samples without what may differ between equal runs. */
function comparable(bundle: RunBundle): unknown {
  return JSON.parse(
    JSON.stringify(bundle, (key, value: unknown) => (['timing', 'environment'].includes(key) ? 0 : value)),
  )
}

describe('startRun', () => {
  it('makes each sample of the plan once and orders them as the plan does', async () => {
    const run = begin()
    const { log, events } = run
    const bundle = await wholeOf(run)
    expect(bundle.samples).toHaveLength(TOTAL)
    expect(log.generated).toHaveLength(TOTAL)
    expect(new Set(log.generated).size).toBe(TOTAL)
    expect(bundle.samples[0]).toMatchObject({ cell: 'v0.c0.fake-a', task_id: 'Fake/0' })
    expect(bundle.samples.at(-1)).toMatchObject({ cell: 'v2.c3.fake-b', task_id: 'Fake/4' })
    expect(bundle.run.variants.map(variantLabel)).toEqual(['one fp32', 'two fp32', 'one int4'])
    expect(bundle.run.variants.map(({ batching }) => batching)).toEqual(['right', 'right', 'right'])
    expect(bundle.prompts).toHaveLength(2 * 23)
    expect(log).toMatchObject({ opened: 2, closed: 2 })
    // Each variant: pristine once, noise once, whatever the order of the conditions.
    expect(log.noises.map((noise) => noise?.level ?? 0)).toEqual([0, 0.01, 0, 0.01, 0, 0.01])
    const last = events.filter((event) => event.type === 'sample').at(-1)
    expect(last).toMatchObject({ done: TOTAL, total: TOTAL, secondsLeft: 0, cellsDone: 3 * 4 * 2 })
    expect(parseRun(JSON.parse(JSON.stringify(bundle.run)))).toEqual(bundle.run)
  })

  it('opens each file of a model apart', async () => {
    const files = parseFakeSpec({
      version: 1,
      name: 'files',
      variants: [
        { model: 'one', scheme: 'fp32' },
        { model: 'one', file: 'onnx/model_q4.onnx' },
      ],
      conditions: [{}],
      benchmarks: [{ id: 'fake-b' }],
    })
    const { engine, log } = fakeEngine()
    const services = fakeServices({ engine, judge: fakeJudge().judge, benchmarks })
    const handle = startRunWith(fakeScience, files, services, () => undefined)
    const { run, samples } = await wholeOf({ handle, services })
    expect(run.variants.map(schemeLabel)).toEqual(['fp32', 'as-shipped (onnx/model_q4.onnx)'])
    expect(run.variants.map((variant) => Object.keys(variant.files))).toEqual([
      ['onnx/model.onnx'],
      ['onnx/model_q4.onnx'],
    ])
    expect(log).toMatchObject({ opened: 2, closed: 2 })
    expect(new Set(samples.map(({ id }) => id)).size).toBe(10)
  })

  it('generates nothing when all is stored, and gives the same run', async () => {
    const store = createMemoryStore()
    const first = await wholeOf(begin({ store }))
    const again = begin({ store })
    const second = await wholeOf(again)
    expect(again.log.generated).toEqual([])
    expect(again.log.noises).toEqual([])
    expect(comparable(second)).toEqual(comparable(first))
    expect(again.events.filter((event) => event.type === 'sample')).toEqual([])
    const reused = again.events.flatMap((event) => (event.type === 'planned' ? [event.reused] : []))
    expect(reused.reduce((sum, count) => sum + count, 0)).toBe(TOTAL)
  })

  it('resumes after a failure at any row: nothing is made twice, the run is the undisturbed one', async () => {
    const undisturbed = comparable(await wholeOf(begin()))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: TOTAL - 1 }), async (failing) => {
        const store = createMemoryStore()
        const lost = new LabError('device-lost', 'The device is gone.', 'Start again.')
        const broken = begin({
          store,
          beforeRow: (row) => {
            if (row >= failing) throw lost
          },
        })
        const outcome: unknown = await broken.handle.finished.catch((thrown: unknown) => thrown)
        const failures = [expect.objectContaining({ code: 'device-lost', message: lost.message })]
        if (failing === 0) expect(outcome).toBe(lost)
        else expect(outcome).toMatchObject({ run: { status: 'partial', failures: expect.arrayContaining(failures) } })
        const resumed = begin({ store })
        expect(comparable(await wholeOf(resumed))).toEqual(undisturbed)
        expect(broken.log.generated).toHaveLength(failing)
        expect(resumed.log.generated).toHaveLength(TOTAL - failing)
        expect(broken.log.closed).toBe(broken.log.opened)
      }),
      { numRuns: 25 },
    )
  })

  it('tries what failed once more, and names it', async () => {
    const run = begin({
      beforeRow: (row) => {
        if (row === 20) throw new LabError('device-lost', 'The device is gone.', 'Start again.')
      },
    })
    const { run: record } = await run.handle.finished
    expect(record.status).toBe('finished')
    expect(record.failures).toBeUndefined()
    expect(run.log.generated).toHaveLength(TOTAL)
    const failures = run.events.filter((event) => event.type === 'failure')
    expect(failures).toMatchObject([{ again: true, error: { code: 'device-lost' } }])
  })

  it('leaves out a variant that cannot be made, and goes on with the others', async () => {
    const { engine } = fakeEngine()
    const refusing: typeof engine = {
      open: async (model, options) => {
        const open = await engine.open(model, options)
        const variant: typeof open.variant = (scheme, more) =>
          scheme === 'int4'
            ? Promise.reject(new LabError('unsupported', 'No int4.', 'Take int8.'))
            : open.variant(scheme, more)
        return { ...open, variant }
      },
    }
    const services = fakeServices({ engine: refusing, judge: fakeJudge().judge, benchmarks })
    const { run } = await startRunWith(fakeScience, spec, services, () => undefined).finished
    expect(run.status).toBe('partial')
    expect(run.failures).toEqual([
      { variant: 2, condition: null, code: 'unsupported', message: 'No int4.', hint: 'Take int8.' },
    ])
    expect(run.cells.map(({ variant, n }) => [variant, n > 0])).toEqual(
      run.cells.map(({ variant }) => [variant, variant < 2]),
    )
  })

  it('judges the samples of a program that could not be judged at first', async () => {
    let calls = 0
    const { judge } = fakeJudge(() => {
      if (++calls === 5) throw new LabError('python-crashed', 'Python fell over.', 'Try again.')
    })
    const { engine } = fakeEngine()
    const services = fakeServices({ engine, judge, benchmarks })
    const { run } = await startRunWith(fakeScience, spec, services, () => undefined).finished
    expect(run.status).toBe('finished')
  })

  it('starts nothing where a model is not there', async () => {
    const { engine, log } = fakeEngine()
    const missing = new LabError('unknown-model', 'There is no model two.', 'Bring it.')
    const services = {
      ...fakeServices({ engine, judge: fakeJudge().judge, benchmarks }),
      locate: (model: string) => (model === 'two' ? Promise.reject(missing) : Promise.resolve(model)),
    }
    await expect(startRunWith(fakeScience, spec, services, () => undefined).finished).rejects.toBe(missing)
    expect(log.opened).toBe(0)
    expect(await services.store.runs()).toEqual([])
  })

  it('ends when its budget is spent, and goes on where it was when it is started again', async () => {
    const store = createMemoryStore()
    const { engine, log } = fakeEngine()
    const services = fakeServices({ engine, judge: fakeJudge().judge, benchmarks, store })
    const limited = { ...spec, budget: { samples: 100 } }
    const { run } = await startRunWith(fakeScience, limited, services, () => undefined).finished
    expect(run.status).toBe('partial')
    expect(run.cells.reduce((sum, { n }) => sum + n, 0)).toBe(100)
    await startRunWith(fakeScience, limited, services, () => undefined).finished
    const last = await startRunWith(fakeScience, limited, services, () => undefined).finished
    expect(last.run.status).toBe('finished')
    expect(log.generated).toHaveLength(TOTAL)
  })

  it('makes shards that are disjoint, complete, and merge to the run of one process', async () => {
    const undisturbed = await wholeOf(begin())
    const parts: RunBundle[] = []
    for (const index of [3, 1, 2]) {
      const { engine } = fakeEngine()
      const services = fakeServices({ engine, judge: fakeJudge().judge, benchmarks })
      const handle = startRunWith(fakeScience, spec, services, () => undefined, { shard: { index, of: 3 } })
      parts.push(await wholeOf({ handle, services }))
    }
    expect(parts.map(({ run }) => [run.status, run.shard?.index])).toEqual([
      ['partial', 3],
      ['partial', 1],
      ['partial', 2],
    ])
    expect(parts.reduce((sum, { samples }) => sum + samples.length, 0)).toBe(TOTAL)
    const merged = mergeRuns(parts)
    expect(comparable({ ...merged, run: { ...merged.run, drops: [], losses: [], robustness: [] } })).toEqual(
      comparable(undisturbed),
    )
    expect(() =>
      mergeRuns([...parts, { ...undisturbed, run: { ...undisturbed.run, spec: { ...spec, name: 'x' } } }]),
    ).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  it('grades samples made elsewhere, paired with the others', async () => {
    const paired = parseFakeSpec({
      version: 1,
      name: 'imported',
      variants: [
        { model: 'one', scheme: 'fp32' },
        { name: 'big', samples: ['clean.jsonl', null] },
      ],
      conditions: [{}, { prompt: { attack: 'char', seed: 1 } }],
      benchmarks: [{ id: 'fake-b' }],
    })
    const file = [0, 1, 2, 3].map((place) => ({
      taskId: `Fake/${place}`,
      index: 0,
      line: place + 1,
      text: { kind: 'solution' as const, value: `def f${place}(): ...` },
    }))
    const imported = { load: async (name: string) => ({ name, md5: 'm', samples: file, skipped: [] }) }
    const { engine } = fakeEngine()
    const services = fakeServices({ engine, judge: fakeJudge().judge, benchmarks, imported })
    const handle = startRunWith(fakeScience, paired, services, () => undefined)
    const { run, samples } = await wholeOf({ handle, services })
    expect(run.cells.map(({ n }) => n)).toEqual([5, 5, 4, 0])
    expect(run.variants[1]).toMatchObject({ name: 'big', master: 'imported', files: { 'clean.jsonl': 'm' } })
    // One task of the benchmark has no sample in the file.
    expect(run.status).toBe('partial')
    expect(samples.filter(({ cell }) => cell.startsWith('v1')).map(({ solution }) => solution)).toEqual(
      file.map(({ text }) => text.value),
    )
  })

  it('keeps what was finished when cancelled, and says so by name', async () => {
    const store = createMemoryStore()
    const run = begin({ store, beforeRow: (row) => (row === 40 ? run.handle.cancel() : undefined) })
    await expect(run.handle.finished).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = begin({ store })
    await resumed.handle.finished
    const kept = run.events.filter((event) => event.type === 'sample').length
    expect(kept).toBeGreaterThan(16)
    expect(resumed.log.generated).toHaveLength(TOTAL - kept)
  })

  it('pauses at once, goes on without doing anything twice, and can be cancelled while paused', async () => {
    const run = begin({ beforeRow: (row) => (row === 3 ? run.handle.pause() : undefined) })
    await expect.poll(() => run.log.generated.length).toBe(4)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(run.log.generated).toHaveLength(4)
    run.handle.resume()
    await run.handle.finished
    expect(run.log.generated).toHaveLength(TOTAL)
    expect(new Set(run.log.generated).size).toBe(TOTAL)
    expect(run.events.map((event) => event.type)).toEqual(expect.arrayContaining(['paused', 'resumed']))

    const other = begin({ beforeRow: (row) => (row === 3 ? other.handle.pause() : undefined) })
    await new Promise((resolve) => setTimeout(resolve, 30))
    other.handle.cancel()
    await expect(other.handle.finished).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('stops with the error of a judge or a store and keeps the rest', async () => {
    const store = createMemoryStore()
    const full = new LabError('storage-full', 'No room.', 'Make room.')
    let stored = 0
    const limited = {
      ...store,
      putSample: async (sample: Parameters<typeof store.putSample>[0]) => {
        if (++stored > 30) throw full
        await store.putSample(sample)
      },
    }
    const run = begin({ store: limited })
    await expect(run.handle.finished).rejects.toBe(full)
    const resumed = begin({ store })
    await resumed.handle.finished
    expect(resumed.log.generated).toHaveLength(TOTAL - 30)
  })

  it('judges equal programs for a task once and shares equal work between cells', async () => {
    const twice = parseFakeSpec({
      version: 1,
      name: 'twice',
      variants: [
        { model: 'one', scheme: 'fp32' },
        { model: 'one', scheme: 'fp32' },
      ],
      conditions: [{}],
      benchmarks: [{ id: 'fake-b' }],
    })
    const { engine, log } = fakeEngine()
    // Verdicts come late: the second variant is at its turn while those of the first are still waited for.
    const { judge, log: judged } = fakeJudge(() => new Promise((resolve) => setTimeout(resolve, 15)))
    const services = fakeServices({ engine, judge, benchmarks })
    const events: RunEvent[] = []
    const handle = startRunWith(fakeScience, twice, services, (event) => events.push(event))
    const bundle = await wholeOf({ handle, services })
    expect(log.generated).toHaveLength(5)
    expect(judged).toHaveLength(5)
    expect(events.filter((event) => event.type === 'sample').at(-1)).toMatchObject({ done: 10, total: 10 })
    expect(bundle.samples.map((sample) => sample.cell)).toEqual([
      ...Array<string>(5).fill('v0.c0.fake-b'),
      ...Array<string>(5).fill('v1.c0.fake-b'),
    ])
  })

  it('waits for the verdicts of what was generated before an error', async () => {
    const store = createMemoryStore()
    const slow = fakeJudge(() => new Promise((resolve) => setTimeout(resolve, 15)))
    const { engine } = fakeEngine({
      beforeRow: (row) => {
        if (row >= 10) throw new LabError('device-lost', 'The device is gone.', 'Start again.')
      },
    })
    const services = fakeServices({ engine, judge: slow.judge, benchmarks, store })
    const { finished } = startRunWith(fakeScience, spec, services, () => undefined)
    expect((await finished).run.status).toBe('partial')
    const resumed = begin({ store })
    await resumed.handle.finished
    expect(resumed.log.generated).toHaveLength(TOTAL - 10)
  })
})
