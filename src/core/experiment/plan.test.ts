import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { perturb } from '../attacks/registry'
import type { Benchmark, Problem } from '../benchmarks/types'
import { canonicalJson } from '../hash'
import { parseScheme } from '../quant/scheme'
import { knownThings } from './checks'
import { parseSpec as parse } from './parse-spec'
import { planRun, type PlanContext } from './plan'

/** Any benchmark will do here. */
const parseSpec = (json: unknown) => parse(json, { ...knownThings, benchmark: () => undefined })

const GOLDEN = '35efcb59eb3c947836b6ae13a2432057c4daa910153c418829178f9d60c5e1d4'

const problem = (index: number): Problem => ({
  taskId: `T/${index}`,
  prompt: `"""\nWrite a function that returns the number ${index}.\nassert f(${index}) == 1\n"""\n`,
  entryPoint: 'f',
  canonicalSolution: '',
  contract: '',
  base: { kind: 'inputs', inputs: [] },
  plus: { kind: 'inputs', inputs: [] },
  atol: 0,
  original: null,
})
const benchmark: Benchmark = {
  id: 'b',
  format: 'evalplus',
  form: 'mbpp',
  problems: [0, 1, 2].map(problem),
  md5: 'm',
  published: null,
}

function context(change: Partial<Benchmark> = {}): PlanContext {
  return {
    benchmarks: new Map([['b', { ...benchmark, ...change }]]),
    perturb,
    schemeKey: (scheme) => canonicalJson({ ...parseScheme(scheme), name: '' }),
    isFloat: (scheme) => scheme === 'fp32',
    stops: () => ['stop'],
  }
}

const input = {
  version: 1,
  name: 'x',
  variants: [{ model: 'm', scheme: 'int4' }],
  conditions: [{}, { prompt: { attack: 'char', seed: 1 } }, { weights: { noise: 'gaussian', level: 0.1 } }],
  benchmarks: [{ id: 'b', limit: 2 }],
}

function idsOf(
  change: Record<string, unknown> = {},
  files = { 'a.onnx': '1' },
  benchmarkChange: Partial<Benchmark> = {},
) {
  const plan = planRun(parseSpec({ ...input, ...change }), context(benchmarkChange))
  return plan.cells.map((cell) => cell.jobs.map((job) => job.id(files)))
}

describe('planRun', () => {
  it('makes a cell for each variant, condition and benchmark, and each distinct prompt once', () => {
    const plan = planRun(parseSpec(input), context())
    expect(plan.cells.map((cell) => cell.key)).toEqual(['v0.c0.b', 'v0.c1.b', 'v0.c2.b'])
    expect(plan.samples).toBe(6)
    expect(plan.prompts).toHaveLength(4)
    expect(plan.cells[0]?.jobs[0]?.prompt.text).toBe(`${problem(0).prompt.trim()}\n`)
    expect(plan.cells[2]?.label).toBe('m int4 · gaussian noise 0.1, seed 0 · b')
  })

  it('names an unknown benchmark', () => {
    expect(() => planRun(parseSpec({ ...input, benchmarks: [{ id: 'c' }] }), context())).toThrow('no benchmark "c"')
  })
})

describe('the id of a sample', () => {
  const all = idsOf()

  it('differs between all samples of different work', () => {
    expect(new Set(all.flat()).size).toBe(6)
  })

  it('is that of the same work in any run', () => {
    // Golden: changes only together with SAMPLE_FORMAT.
    expect(all[0]?.[0]).toBe(GOLDEN)
    const other = idsOf({
      name: 'other',
      variants: [
        { model: 'renamed', scheme: 'nf4' },
        { model: 'm', scheme: 'int4:block=32' },
      ],
      conditions: [{}],
      benchmarks: [{ id: 'b' }],
    })
    expect(other[1]?.slice(0, 2)).toEqual(all[0])
    fc.assert(
      fc.property(fc.shuffledSubarray(['a.onnx', 'b.json', 'c.json'], { minLength: 3 }), (names) => {
        expect(idsOf({}, Object.fromEntries(names.map((name) => [name, name])) as { 'a.onnx': string })).toEqual(
          idsOf({}, { 'a.onnx': 'a.onnx', 'b.json': 'b.json', 'c.json': 'c.json' } as { 'a.onnx': string }),
        )
      }),
    )
  })

  it.each([
    ['files', idsOf({}, { 'a.onnx': '2' })],
    ['scheme', idsOf({ variants: [{ model: 'm', scheme: 'int4:block=64' }] })],
    ['maxTokens', idsOf({ decoding: { maxTokens: 10 } })],
    ['extraction', idsOf({ extraction: 'none' })],
    ['benchmark', idsOf({}, { 'a.onnx': '1' }, { md5: 'n' })],
  ])('depends on %s', (_, changed) => {
    for (const id of changed.flat()) expect(all.flat()).not.toContain(id)
  })

  it('depends on noise, seed and prompt', () => {
    const [clean, attacked, noisy] = idsOf({
      conditions: [
        {},
        { prompt: { attack: 'char', seed: 2 } },
        { weights: { noise: 'gaussian', level: 0.1, seed: 2 } },
      ],
    })
    expect(clean).toEqual(all[0])
    for (const id of [...(attacked ?? []), ...(noisy ?? [])]) expect(all.flat()).not.toContain(id)
  })
})

it('keeps the ids of noise without layers, and tells layers apart as sets', () => {
  const weights = { noise: 'gaussian', level: 0.1 }
  const of = (layers?: number[]) =>
    idsOf({ conditions: [{ weights: layers === undefined ? weights : { ...weights, layers } }] })[0]?.[0]
  expect(of()).toBe(idsOf()[2]?.[0])
  expect(of([1, 0])).toBe(of([0, 1, 1]))
  expect(new Set([of(), of([0]), of([1]), of([0, 1])]).size).toBe(4)
})

describe('work that is shared, and work that is not', () => {
  it('is one where noise on what is left in floating point is noise on every weight', () => {
    const noise = (target: string) => ({ weights: { noise: 'gaussian', level: 0.1, target } })
    const conditions = [noise('every-weight'), noise('float-only')]
    const [every, float] = idsOf({ conditions, variants: [{ model: 'm', scheme: 'fp32' }] })
    expect(float).toEqual(every)
    const [everyInt4, floatInt4] = idsOf({ conditions })
    expect(floatInt4).not.toEqual(everyInt4)
  })

  it('is made again for every identical re-run, also in batches of another size', () => {
    const again = (seed: number, rows = 0) => ({ prompt: { attack: 'control-identity', seed, parameters: { rows } } })
    const ids = idsOf({ conditions: [{}, again(1), again(2), again(1, 4)] })
    expect(new Set(ids.flat()).size).toBe(ids.flat().length)
    const plan = planRun(parseSpec({ ...input, conditions: [again(1), again(1, 4)] }), context())
    expect(plan.cells.map((cell) => cell.jobs[0]?.rows)).toEqual([null, 4])
  })

  it('gives every sample of a problem a stream of its own, the same under each condition', () => {
    const plan = planRun(parseSpec({ ...input, samples: 3, decoding: { strategy: 'sample' } }), context())
    const seeds = plan.cells.map((cell) => cell.jobs.map(({ seed }) => seed))
    expect(seeds[0]).toHaveLength(6)
    expect(new Set(seeds[0]).size).toBe(6)
    expect(seeds[1]).toEqual(seeds[0])
    const ids = idsOf({ samples: 3, decoding: { strategy: 'sample' } }).flat()
    expect(new Set(ids).size).toBe(ids.length)
    const hotter = idsOf({ samples: 3, decoding: { strategy: 'sample', temperature: 1 } }).flat()
    expect(hotter.some((id) => ids.includes(id))).toBe(false)
  })
})
