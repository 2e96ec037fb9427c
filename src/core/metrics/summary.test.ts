import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { cellKey } from '../experiment/cells'
import { SpecSchema, type Spec } from '../experiment/spec'
import { exactMcNemar } from './mcnemar'
import { cleanCondition, passed, summarise, type JudgedSample } from './summary'

function spec(conditions: Spec['conditions'], variants = 2): Spec {
  return v.parse(SpecSchema, {
    version: 1,
    name: 'test',
    variants: [
      { model: 'm', scheme: 'fp32' },
      { model: 'm', scheme: 'int4' },
    ].slice(0, variants),
    conditions,
    benchmarks: [{ id: 'b' }],
  })
}

const CHAR = { prompt: { attack: 'char', mode: 'corrected' as const, parameters: {}, seed: 0 }, weights: null }
const CLEAN = { prompt: null, weights: null }

/** A letter a problem: p passes both suites, b base only, x neither, o passes plus but not base, - is not there yet. */
function cell(variant: number, condition: number, marks: string): JudgedSample[] {
  return Array.from(marks).flatMap((mark, index): JudgedSample[] =>
    mark === '-'
      ? []
      : [
          {
            cell: cellKey(variant, condition, 'b'),
            task_id: `T/${index}`,
            index: 0,
            base_status: mark === 'p' || mark === 'b' ? 'pass' : 'fail',
            plus_status: mark === 'p' || mark === 'o' ? 'pass' : 'timeout',
          },
        ],
  )
}

const FULL = [...cell(0, 0, 'ppppbx'), ...cell(0, 1, 'pbxxbp'), ...cell(1, 0, 'pppbbx'), ...cell(1, 1, 'ppxbbx')]

describe('passed', () => {
  it('counts plus only together with base', () => {
    expect(passed({ base_status: 'fail', plus_status: 'pass' }, 'plus')).toBe(false)
    expect(passed({ base_status: 'pass', plus_status: 'timeout' }, 'plus')).toBe(false)
    expect(passed({ base_status: 'pass', plus_status: 'timeout' }, 'base')).toBe(true)
  })
})

describe('summarise', () => {
  const two = spec([CLEAN, CHAR])
  const summary = summarise(two, FULL)

  it('counts cells, with flips against the original', () => {
    expect(summary.cells.map(({ key, n, base_passed, plus_passed }) => [key, n, base_passed, plus_passed])).toEqual([
      ['v0.c0.b', 6, 5, 4],
      ['v0.c1.b', 6, 4, 2],
      ['v1.c0.b', 6, 5, 3],
      ['v1.c1.b', 6, 4, 2],
    ])
    expect(summary.cells.map(({ flips }) => flips)).toEqual([
      null,
      null,
      { both: 3, lost: 1, gained: 0, neither: 2 },
      { both: 1, lost: 1, gained: 1, neither: 3 },
    ])
  })

  it('compares each condition with clean and each variant with the first', () => {
    expect(summary.drops.map(({ cell, against, suite }) => `${against} ${cell} ${suite}`)).toEqual([
      'v0.c0.b v0.c1.b base',
      'v0.c0.b v0.c1.b plus',
      'v1.c0.b v1.c1.b base',
      'v1.c0.b v1.c1.b plus',
    ])
    expect(summary.losses.map(({ cell, against, suite }) => `${against} ${cell} ${suite}`)).toEqual([
      'v0.c0.b v1.c0.b base',
      'v0.c0.b v1.c0.b plus',
      'v0.c1.b v1.c1.b base',
      'v0.c1.b v1.c1.b plus',
    ])
    expect(summary.drops[1]).toMatchObject({ n: 6, drop: 2 / 6, lost: 3, gained: 1, mcnemar_p: exactMcNemar(3, 1) })
    expect(summary.losses[1]).toMatchObject({ n: 6, drop: 1 / 6, lost: 1, gained: 0, mcnemar_p: 1 })
    expect(summary.robustness).toHaveLength(2)
    expect(summary.robustness[1]).toMatchObject({
      condition: 1,
      variant: 1,
      benchmark: 'b',
      suite: 'plus',
      original_drop: 2 / 6,
      variant_drop: 1 / 6,
      outcome: 'ratio',
    })
    expect(summary.robustness[1]?.rrs).toBeCloseTo(2, 4)
  })

  it('does not depend on the order of the samples', () => {
    const many = FULL.flatMap((sample) =>
      Array.from({ length: 12 }, (_, copy) => ({ ...sample, task_id: `${sample.task_id}.${copy}` })),
    )
    const expected = summarise(two, many)
    expect(summarise(two, [...many].reverse())).toEqual(expected)
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: many.length }), (samples) => {
        expect(summarise(two, samples)).toEqual(expected)
      }),
      { numRuns: 10 },
    )
  })

  it('pairs only problems that all arms have while a run is under way', () => {
    const partial = summarise(two, [...cell(0, 0, 'pppp'), ...cell(0, 1, '-xp-'), ...cell(1, 0, 'pp--')])
    expect(partial.drops.map(({ n }) => n)).toEqual([2, 2])
    expect(partial.losses.map(({ n }) => n)).toEqual([2, 2])
    expect(partial.robustness).toEqual([])
    expect(partial.cells[3]).toMatchObject({ n: 0, flips: { both: 0, lost: 0, gained: 0, neither: 0 } })
  })

  it('has no drop without a clean condition, and takes the first where there are two', () => {
    const noClean = summarise(spec([CHAR]), cell(0, 0, 'pp'))
    expect([noClean.drops, noClean.robustness]).toEqual([[], []])
    const twice = spec([CHAR, CLEAN, CLEAN])
    expect(cleanCondition(twice)).toBe(1)
    const again = summarise(twice, [...cell(0, 1, 'pp'), ...cell(0, 2, 'pp')])
    expect(again.drops.map(({ cell: key }) => key)).toEqual(['v0.c2.b', 'v0.c2.b'])
  })
})

describe('an attack on half of the reference', () => {
  const partial = (attack: string) => ({ ...CHAR, prompt: { ...CHAR.prompt, attack } })
  const two = spec([CLEAN, partial('control-partial'), partial('dead-code')], 1)
  /** A letter a problem of the prompt: what differs from `c`, the clean one, was changed. */
  const prompts = (samples: JudgedSample[], letters: string) =>
    samples.map((sample, place) => ({ ...sample, prompt: `${place}${letters[place] ?? ''}` }))
  const samples = [
    ...prompts(cell(0, 0, 'xxxxpp'), 'cccccc'),
    ...prompts(cell(0, 1, 'pppppp'), 'hhhhch'),
    ...prompts(cell(0, 2, 'xxpppx'), 'dddddc'),
  ]

  it('is compared with the control, over the problems that both changed', () => {
    const drops = summarise(two, samples).drops.filter(({ suite }) => suite === 'plus')
    expect(drops.map(({ cell, against, n, lost, gained }) => [cell, against, n, lost, gained])).toEqual([
      ['v0.c1.b', 'v0.c0.b', 6, 0, 4],
      ['v0.c2.b', 'v0.c1.b', 4, 2, 0],
    ])
  })
})

describe('worst of the seeds', () => {
  const char = (seed: number) => ({ ...CHAR, prompt: { ...CHAR.prompt, seed } })
  const three = spec([CLEAN, char(1), char(2), char(3)], 1)
  const samples = [...cell(0, 0, 'ppppxx'), ...cell(0, 1, 'pxppxp'), ...cell(0, 2, 'ppxpxx'), ...cell(0, 3, 'ppppx-')]

  it('takes the problems that every seed has', () => {
    const records = summarise(three, samples).worst_of_seeds ?? []
    expect(records.map(({ suite }) => suite)).toEqual(['base', 'plus'])
    expect(records[1]).toEqual({
      variant: 0,
      benchmark: 'b',
      suite: 'plus',
      conditions: [1, 2, 3],
      n: 5,
      pass: 0.8,
      robust_pass: 0.4,
      robust_drop: 0.5,
      robust_relative: 0.4,
      attack_success: 0.5,
    })
  })

  it('is not said where one seed is alone, or nothing is clean', () => {
    expect(summarise(spec([CLEAN, CHAR]), FULL)).not.toHaveProperty('worst_of_seeds')
    expect(summarise(spec([char(1), char(2)], 1), samples)).not.toHaveProperty('worst_of_seeds')
  })
})

describe('a family', () => {
  const family = v.parse(SpecSchema, {
    version: 1,
    name: 'family',
    variants: [
      { model: 'small', scheme: 'fp32' },
      { model: 'small', scheme: 'int4' },
      { model: 'large', scheme: 'fp32', original: true },
      { model: 'large', scheme: 'int4' },
    ],
    conditions: [{}, { prompt: { attack: 'char' } }],
    benchmarks: [{ id: 'b' }],
  })
  const arms = ['pppp', 'pppx', 'pxxx', 'pxxx', 'xxxx', 'xxxx', 'xpxx', 'xppp']
  const samples = arms.flatMap((marks, place) => cell(Math.floor(place / 2), place % 2, marks))

  it('pairs each variant with its own original', () => {
    const { losses, robustness, cells } = summarise(family, samples)
    expect(losses.map(({ cell: key, against }) => `${key} ${against}`)).toEqual(
      ['v1.c0.b v0.c0.b', 'v1.c1.b v0.c1.b', 'v3.c0.b v2.c0.b', 'v3.c1.b v2.c1.b'].flatMap((pair) => [pair, pair]),
    )
    expect(new Set(robustness.map(({ variant }) => variant))).toEqual(new Set([1, 3]))
    expect(cells.map(({ flips }) => flips === null)).toEqual([true, true, false, false, true, true, false, false])
    expect(losses.at(-1)).toMatchObject({ drop: -0.75, lost: 0, gained: 3 })
  })
})

describe('several samples a problem', () => {
  const several: Spec = { ...spec([CLEAN, CHAR], 1), samples: 3 }
  /** A row of marks a sample. */
  const rows = (condition: number, ...marks: string[]) =>
    marks.flatMap((row, index) => cell(0, condition, row).map((sample) => ({ ...sample, index })))

  it('counts problems that pass less often, not samples, and draws by problem', () => {
    const clean = rows(0, 'pppp', 'pppp', 'pppx')
    const attacked = rows(1, 'ppxx', 'ppxp', 'pxxx')
    const { drops, cells } = summarise(several, [...clean, ...attacked])
    expect(cells.map(({ n, plus_passed }) => [n, plus_passed])).toEqual([
      [12, 11],
      [12, 6],
    ])
    const drop = drops.find(({ suite }) => suite === 'plus')
    expect(drop).toMatchObject({ n: 4, lost: 3, gained: 0, mcnemar_p: exactMcNemar(3, 0) })
    expect(drop?.drop).toBeCloseTo(5 / 12, 12)
    expect(drop?.low).toBeLessThan(5 / 12)
    expect(drop?.high).toBeGreaterThan(5 / 12)
  })

  it('leaves out a problem of which a sample is missing', () => {
    const { drops } = summarise(several, [...rows(0, 'ppp', 'ppp', 'pp-'), ...rows(1, 'xxx', 'xxx', 'xxx')])
    expect(drops.map(({ n }) => n)).toEqual([2, 2])
  })
})
