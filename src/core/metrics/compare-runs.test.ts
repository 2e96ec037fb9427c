import { expect, test } from 'vitest'
import { openBundle } from '../experiment/open-run'
import type { RunBundle, SampleRecord } from '../experiment/record'
import { attack, syntheticBundle } from '../figures/testing'
import { compareRuns, comparisonHeadline } from './compare-runs'

const options = { models: ['lab/Sham-1B'], schemes: ['fp32', 'int4'], conditions: [{}, attack('char')], problems: 20 }
const bundle = syntheticBundle(options)
const open = openBundle(bundle)

/** The same run with the verdict of some samples turned round. */
function turned(run: RunBundle, places: readonly number[]): RunBundle {
  const samples = run.samples.map((sample, place): SampleRecord => {
    if (!places.includes(place)) return sample
    const isRight = sample.plus_status === 'pass'
    return {
      ...sample,
      base_status: isRight ? 'fail' : 'pass',
      plus_status: isRight ? 'fail' : 'pass',
      kind: isRight ? 'exception' : 'pass',
    }
  })
  return { ...run, samples }
}

test('a run is equal to itself', () => {
  const same = compareRuns(open, open)
  expect(same).toMatchObject({ samples: 80, changed: 0, only_first: [], only_second: [] })
  expect(same.cells.map(({ plus }) => plus?.drop)).toEqual([0, 0, 0, 0])
  expect(same.cells[0]?.plus).toMatchObject({ low: 0, high: 0, mcnemar_p: 1 })
  expect(comparisonHeadline(same)).toBe('All 80 samples that both runs have were judged the same.')
})

test('finds the samples that were judged differently, and which way they flipped', () => {
  const other = openBundle(turned(bundle, [0, 1, 25]))
  const compared = compareRuns(open, other)
  expect(compared.changed).toBe(3)
  expect(compared.cells[0]?.changed.map(({ task_id }) => task_id)).toEqual(['Sham/0', 'Sham/1'])
  const first = [0, 1].filter((place) => bundle.samples[place]?.plus_status === 'pass').length
  expect(compared.cells[0]?.plus).toMatchObject({ n: 20, lost: first, gained: 2 - first, drop: (2 * first - 2) / 20 })
  const back = compareRuns(other, open)
  expect(back.cells[0]?.plus).toMatchObject({ lost: 2 - first, gained: first })
  expect(comparisonHeadline(compared)).toBe(
    '3 of 80 samples were judged differently; 3 of them flipped on the plus tests.',
  )
})

test('matches by label and not by place, and lists what only one run has', () => {
  const other = syntheticBundle({
    ...options,
    schemes: ['fp32', 'nf4', 'int4'],
    conditions: [attack('char', 2), {}],
    problems: 15,
  })
  const compared = compareRuns(open, openBundle(other))
  expect(compared.cells.map(({ variant, condition, plus }) => [variant, condition, plus?.n])).toEqual([
    ['lab/Sham-1B fp32', 'clean', 15],
    ['lab/Sham-1B int4', 'clean', 15],
  ])
  expect(compared.cells[1]).toMatchObject({ first_key: 'v1.c0.sham', second_key: 'v2.c1.sham' })
  expect(compared.only_first.map(({ key }) => key)).toEqual(['v0.c1.sham', 'v1.c1.sham'])
  expect(compared.only_second).toHaveLength(4)
  expect(compared.benchmarks[0]?.only_first).toHaveLength(5)
})
