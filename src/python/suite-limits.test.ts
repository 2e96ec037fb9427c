import { expect, test } from 'vitest'
import { suiteLimits } from './suite-limits'

const settings = { timeFactor: 1, minimumSeconds: 1, referenceFactor: 4, suiteSeconds: 60, loadSeconds: Infinity }

test("limits are EvalPlus 0.3.1's: at least a second a call, four times the reference, 60 for all, and 2 until the end", () => {
  expect(suiteLimits(settings, [10, 400], 1)).toEqual({ limits: [1000, 1600], loadLimit: 4600, totalLimit: 4600 })
  expect(suiteLimits(settings, new Array<number>(100).fill(0), 1)).toMatchObject({ totalLimit: 62_000 })
  expect(suiteLimits(settings, [], 1)).toEqual({ limits: [], loadLimit: 2000, totalLimit: 2000 })
})

test('the factor and the slack multiply every limit; a limit of its own for the top level can be set', () => {
  const wide = suiteLimits({ ...settings, timeFactor: 3, loadSeconds: 0.5 }, [10, 400], 2)
  expect(wide).toEqual({ limits: [6000, 9600], loadLimit: 3000, totalLimit: 27_600 })
})
