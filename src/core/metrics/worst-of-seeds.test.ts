import * as v from 'valibot'
import { WorstOfSeedsSchema } from '../experiment/record-schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { worstOfSeeds, type Versions } from './worst-of-seeds'

const one = (clean: string, ...perturbed: string[]): Versions => ({
  clean: [...clean].map((mark) => mark === '1'),
  perturbed: perturbed.map((version) => [...version].map((mark) => mark === '1')),
})

describe('ReCode on greedy samples', () => {
  it('counts the worst version', () => {
    const found = worstOfSeeds([one('1', '1', '1'), one('1', '1', '0'), one('0', '0', '1'), one('0', '0', '0')])
    expect(found).toEqual({ pass: 0.5, robustPass: 0.25, robustDrop: 0.5, robustRelative: 0.5, attackSuccess: 0.5 })
  })

  it('has no share of nothing', () => {
    expect(worstOfSeeds([one('0', '0')])).toMatchObject({ pass: 0, robustDrop: null, attackSuccess: null })
  })
})

it('with several samples: by hand, n = 3, k = 2', () => {
  // Right on every version: only the second. Lost: the first. Gained: none, the third stays wrong.
  // pass@2 = 1 - C(1,2)/C(3,2) = 1; RP@2 = 1 - C(2,2)/3 = 2/3; RR@2 = (1 - 1/3) + 0.
  const found = worstOfSeeds([one('110', '010', '110')], 2)
  expect(found.pass).toBe(1)
  expect(found.robustPass).toBeCloseTo(2 / 3, 12)
  expect(found.robustDrop).toBeCloseTo(1 / 3, 12)
  expect(found.robustRelative).toBeCloseTo(2 / 3, 12)
  expect(found.attackSuccess).toBe(0.5)
})

it('never better with one version more', () => {
  const outcomes = (n: number) => fc.array(fc.boolean(), { minLength: n, maxLength: n })
  const problem = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([n, s]) =>
      fc.record({ clean: outcomes(n), perturbed: fc.array(outcomes(n), { minLength: s + 1, maxLength: s + 1 }) }),
    )
  fc.assert(
    fc.property(problem, (versions) => {
      const fewer = worstOfSeeds([{ ...versions, perturbed: versions.perturbed.slice(1) }])
      const all = worstOfSeeds([versions])
      expect(all.robustPass).toBeLessThanOrEqual(fewer.robustPass)
      expect(all.robustRelative).toBeGreaterThanOrEqual(fewer.robustRelative)
      expect(all.pass).toBe(fewer.pass)
    }),
  )
})

it('refuses versions that do not belong together', () => {
  expect(() => worstOfSeeds([one('1')])).toThrow(/no perturbed version/)
  expect(() => worstOfSeeds([one('1', '11')])).toThrow(/differ/)
})

it('is a gain where the worst of the seeds passes more than clean, and run.json holds it', () => {
  const worst = worstOfSeeds([
    { clean: [true], perturbed: [[true], [true]] },
    { clean: [false], perturbed: [[true], [true]] },
  ])
  expect(worst.robustDrop).toBe(-1)
  const record = {
    variant: 0,
    benchmark: 'b',
    suite: 'plus',
    conditions: [1, 2],
    n: 2,
    pass: worst.pass,
    robust_pass: worst.robustPass,
    robust_drop: worst.robustDrop,
    robust_relative: worst.robustRelative,
    attack_success: worst.attackSuccess,
  }
  expect(v.parse(WorstOfSeedsSchema, record)).toEqual(record)
})
