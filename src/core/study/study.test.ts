import { expect, test } from 'vitest'
import { RunTable } from '../experiment/run-table'
import { attack, noise, syntheticRun, type SyntheticPlace } from '../figures/testing'
import { exactMcNemar } from '../metrics/mcnemar'
import { detectableFrom, detectablePair } from './detects'
import { withFamilies } from './families'
import { studyOf } from './study'

/** How many of ten problems pass, the first ones: known to the last one, so that everything can be counted by hand. */
const PASSES: Readonly<Record<string, readonly [fp32: number, int8: number]>> = {
  clean: [8, 7],
  'char 1': [4, 4],
  'char 2': [6, 4],
  'control-identity 1': [8, 6],
}
const chance = ({ scheme, condition, problem }: SyntheticPlace): number => {
  const { prompt } = condition
  const counts = PASSES[prompt === null ? 'clean' : `${prompt.attack} ${prompt.seed}`]
  return Number(problem < (counts?.[scheme] ?? 0))
}
const open = syntheticRun({
  models: ['lab/Sham-1B'],
  schemes: ['fp32', 'int8'],
  conditions: [{}, attack('char', 1), attack('char', 2), attack('control-identity', 1)],
  problems: 10,
  chance,
})
const study = studyOf(open.run, open.table, 'plus', open.sent)

test('pass@1 with Wilson’s interval', () => {
  const [clean] = study.cells
  expect(clean).toMatchObject({ variant_label: 'lab/Sham-1B fp32', condition_label: 'clean', n: 10, pass_at_1: 0.8 })
  // statsmodels: proportion_confint(8, 10, method='wilson').
  expect(clean?.low).toBeCloseTo(0.4901625, 6)
  expect(clean?.high).toBeCloseTo(0.9433178, 6)
  expect(clean?.by_k).toEqual([])
})

test('drops: seeds together, in points and as the paper counts them', () => {
  const [original] = study.drops
  expect(original).toMatchObject({ n: 10, seeds: 2, lost: 4, gained: 0, condition_label: 'char, max 5, seeds 1 2' })
  expect(original?.difference).toBeCloseTo(0.3, 12)
  expect(original?.relative?.drop).toBeCloseTo(0.375, 12)
  // Four problems lose under some seed and none gains: 2 * (1/2)^4.
  expect(original?.p).toBe(0.125)
  expect(original?.low).toBeGreaterThanOrEqual(0)
  expect(original?.high).toBeLessThan(0.7)
})

test('losses against the original, clean first; one sample a problem is exact McNemar', () => {
  const [clean] = study.losses
  expect(clean).toMatchObject({ condition_label: 'clean', scheme: 'int8', lost: 1, gained: 0 })
  expect(clean?.difference).toBeCloseTo(0.1, 12)
  expect(clean?.p).toBe(exactMcNemar(1, 0))
})

test('difference of drops, RRS by the sign table and as published', () => {
  const [pooled] = study.differences
  // The original loses 2 of 4 problems under both seeds and 2 under one; the variant 3 under both.
  expect(pooled).toMatchObject({ original_lost_more: 1, variant_lost_more: 2, p: 1 })
  expect(pooled?.original_drop).toBeCloseTo(0.3, 12)
  expect(pooled?.variant_drop).toBeCloseTo(0.3, 12)
  expect(pooled?.difference).toBeCloseTo(0, 12)
  expect(pooled?.robustness.rrs).toBeCloseTo(1, 4)
  expect(pooled?.published.text).toBe('1.000')
})

test('families are all cells of a scheme, controls left out', () => {
  const control = study.differences.find(({ is_control }) => is_control)
  expect(control).toMatchObject({ family: null, holm_p: null })
  expect(study.differences.find(({ is_control }) => !is_control)?.family).toBe('int8, 1 cell')
  const rows = [0.01, 0.04, 0.5].map((p, place) => ({ p, name: place < 2 ? 'a' : 'b' }))
  expect(withFamilies(rows, ({ name }) => name).map(({ holm_p }) => holm_p)).toEqual([0.02, 0.04, 0.5])
})

test('identical re-runs', () => {
  expect(study.floors).toMatchObject([
    { n: 10, runs: 2, flip_share: 0, largest_difference: 0 },
    { n: 10, runs: 2, flip_share: 0.1, flip_share_bound: null },
  ])
  expect(study.floors[0]?.flip_share_bound).toBeCloseTo(1 - 0.05 ** 0.1, 12)
})

test('agreement of the suites and directions of cells', () => {
  expect(study.base_plus?.drops.agree).toBeGreaterThan(0)
  expect(study.directions[0]).toMatchObject({ of: 'all', n: 0, ties: 1, published: { equal: 1 } })
  expect(study.worst_of_seeds).toMatchObject([{ pass: 0.8, robust_pass: 0.4 }, { pass: 0.7 }])
})

test('several samples a problem: pass@k, pass^k, and intervals by problem', () => {
  const several = syntheticRun({
    conditions: [{}, attack('char', 1)],
    problems: 12,
    samples: 5,
    schemes: ['fp32', 'int4'],
  })
  const { cells, drops } = studyOf(several.run, several.table, 'plus', several.sent)
  const [first] = cells
  expect(first?.by_k.map(({ k }) => k)).toEqual([2, 5])
  expect(first?.by_k[1]?.pass_at).toBeGreaterThan(first?.pass_at_1 ?? 1)
  expect(first?.by_k[1]?.pass_hat).toBeLessThan(first?.pass_at_1 ?? 0)
  expect(drops[0]).toMatchObject({ n: 12, seeds: 5 })
})

test('the same run gives the same study; noise has drops too, an unfinished run none where nothing is paired', () => {
  const options = { conditions: [{}, noise('gaussian', 0.01, 1), noise('gaussian', 0.01, 2)], problems: 20 }
  const noisy = syntheticRun(options)
  const first = studyOf(noisy.run, noisy.table, 'base')
  expect(studyOf(noisy.run, noisy.table, 'base')).toEqual(first)
  expect(first.drops[0]?.difference).toBeGreaterThan(0.2)
  const nothing = new RunTable(noisy.run.cells, noisy.table.tasks)
  expect(studyOf(noisy.run, nothing, 'plus')).toMatchObject({ cells: [], drops: [], differences: [], base_plus: null })
})

test('what a study can see', () => {
  // An interval of ±1.96 standard errors sees 2.80 of them.
  expect(detectableFrom({ low: -1.959964, high: 1.959964 })).toBeCloseTo(2.801585, 5)
  expect(detectableFrom({ low: 0, high: 0 })).toBeNull()
  expect(detectablePair(164, 0)).toBeNull()
  expect(100 * (detectablePair(164, 33) ?? 0)).toBeCloseTo(10.1, 1)
})

test('attacks on half of the reference drop from the control with that half, where it is known what was sent', () => {
  const half = syntheticRun({ conditions: [{}, attack('control-partial', 0), attack('dead-code', 1)], problems: 10 })
  const labels = (study: ReturnType<typeof studyOf>) =>
    new Set(study.drops.map(({ condition_label }) => condition_label))
  const known = labels(studyOf(half.run, half.table, 'plus', half.sent))
  expect(
    [...known].filter((label) => label.startsWith('dead-code') && label.includes('(from control-partial')),
  ).toHaveLength(1)
  const unknown = labels(studyOf(half.run, half.table, 'plus'))
  expect([...unknown].some((label) => label.startsWith('dead-code'))).toBe(false)
})
