import { expect, test } from 'vitest'
import { nullBand } from '../../../core/metrics/null-band'
import { GROUPS, insideOf, numbersOf, placeOf, TICKS, tickWords } from './null-scale'

test('the axis is even in factors of two', () => {
  expect(TICKS.map(placeOf)).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1])
  expect([placeOf(1e-9), placeOf(1e9)]).toEqual([0, 1])
  expect(TICKS.map(tickWords).join(' ')).toBe('1/16 1/8 1/4 1/2 1 2 4 8 16')
})

test('every number of the paper belongs to one group', () => {
  expect([numbersOf('MBPP').length, numbersOf('HumanEval').length]).toEqual([62, 44])
})

test('at the losses of the notes the band is 0.30 to 3.33 for 378 problems and 0.2 to 5 for 164', () => {
  const bands = (['MBPP', 'HumanEval'] as const).map((group) => {
    const { problems: total, lost, gained } = GROUPS[group]
    return nullBand({ total, lost, gained }, { draws: 20_000, seed: 1 })
  })
  const [mbpp, humanEval] = bands
  expect(mbpp?.quantiles?.middle90.low).toBeCloseTo(0.3, 1)
  expect(mbpp?.quantiles?.middle90.high).toBeCloseTo(3.33, 0)
  expect(humanEval?.quantiles?.middle90.low).toBeCloseTo(0.2, 1)
  expect(humanEval?.quantiles?.middle90.high).toBeCloseTo(5, 0)
  if (mbpp === undefined) return
  const { inside, total } = insideOf('MBPP', mbpp)
  expect(total).toBe(62)
  expect(inside).toBeGreaterThan(55)
})
