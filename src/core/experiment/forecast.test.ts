import { describe, expect, it } from 'vitest'
import { forecast, relativeSpread, type Measure } from './forecast'
import { parseSpec } from './parse-spec'
import type { Workload } from './workload'

const spec = parseSpec({
  version: 1,
  name: 'x',
  variants: [
    { model: 'a', scheme: 'fp32' },
    { model: 'a', scheme: 'int4' },
    { model: 'b', scheme: 'fp32', original: true },
    { model: 'b', scheme: 'int4' },
    { name: 'made elsewhere', samples: 'big.jsonl' },
  ],
  conditions: [{}],
  benchmarks: [{ id: 'starter-mbpp' }],
})
const workload: Workload = {
  cells: 5,
  samples: 500,
  problems: 100,
  prompts: 100,
  promptCharacters: 5000,
  work: 500,
  tests: 5000,
  variants: Array.from({ length: 5 }, () => ({ samples: 100, work: 100, tests: 1000 })),
}
const NOTHING = [null, null, null, null, null]
const measure = (variant: number, generate: number, more: Partial<Measure> = {}): Measure => ({
  ...{ variant, generate, samples: 64, judge: 0.01, load: 1, bytes: 1000, spread: 0 },
  ...more,
})

describe('forecast', () => {
  it('scales what was not measured by the ratio of the schemes of another model', () => {
    const { variants } = forecast(spec, workload, [measure(0, 0.1), measure(1, 0.2), measure(2, 0.4)], NOTHING, 1)
    expect(variants.map(({ generate }) => generate)).toEqual([0.1, 0.2, 0.4, expect.closeTo(0.8), 0])
    expect(variants[2]?.pace).toEqual({ how: 'measured', from: null })
    expect(variants[3]?.pace).toEqual({ how: 'scaled', from: [2, 1, 0] })
    expect(variants[3]?.seconds).toEqual({
      low: expect.closeTo(40),
      middle: expect.closeTo(80),
      high: expect.closeTo(120),
    })
  })

  it('takes the mean where there is no ratio, and then says the widest range', () => {
    const { variants, seconds } = forecast(spec, workload, [measure(0, 0.1)], NOTHING, 1)
    expect(variants.map(({ generate }) => generate)).toEqual([0.1, 0.1, 0.1, 0.1, 0])
    expect(variants[3]?.pace).toEqual({ how: 'scaled', from: [0] })
    expect(variants[3]?.seconds).toMatchObject({ low: expect.closeTo(2), high: expect.closeTo(18) })
    expect(seconds).not.toBeNull()
  })

  it('lets generation and judging go on beside each other: the longer one counts, their sum is the upper end', () => {
    const slowJudge = [0, 1, 2, 3].map((variant) => measure(variant, 0.1, { judge: 0.4 }))
    const found = forecast(spec, workload, slowJudge, NOTHING, 2)
    expect(found.seconds).toEqual({ low: 120, middle: expect.closeTo(5 + 120), high: expect.closeTo(5 + 48 + 240) })
    const later = forecast(spec, workload, slowJudge, NOTHING, 2, 7)
    expect(later.seconds).toMatchObject({ low: 120, middle: expect.closeTo(7 + 5 + 120) })
    const fastJudge = [0, 1, 2, 3].map((variant) => measure(variant, 0.1))
    expect(forecast(spec, workload, fastJudge, NOTHING, 2).seconds?.middle).toBeCloseTo(5 + 40)
  })

  it('leaves out what is in the store, and says the disk for the rest', () => {
    const found = forecast(spec, workload, [measure(0, 0.1)], [100, 40, null, 0, 0], 1)
    expect(found.left).toBe(360)
    expect(found.bytes).toBe(360 * 1000 + 5000)
    expect(found.variants[0]?.seconds).toEqual({ low: 0, middle: 0, high: 0 })
  })

  it('says nothing where nothing was measured', () => {
    const found = forecast(spec, workload, [], NOTHING, 1)
    expect([found.seconds, found.bytes, found.left]).toEqual([null, null, 500])
  })

  it('is the less sure the fewer samples it stands on', () => {
    const of = (samples: number) =>
      forecast(spec, workload, [measure(0, 1, { samples, spread: 1 })], NOTHING, 1).variants[0]
    expect(of(4)?.seconds).toEqual({ low: expect.closeTo(20), middle: 100, high: 180 })
    expect(of(16)?.seconds).toEqual({ low: 50, middle: 100, high: 150 })
    const part = forecast(spec, workload, [measure(0, 1, { samples: 8 })], NOTHING, 1).variants[0]
    expect(part?.seconds).toEqual({ low: 50, middle: 100, high: 150 })
    expect(of(1600)?.seconds).toEqual({ low: 80, middle: 100, high: 120 })
  })
})

describe('relativeSpread', () => {
  it('is the standard deviation over the mean', () => {
    expect(relativeSpread([2, 4])).toBeCloseTo(Math.SQRT2 / 3)
    expect([relativeSpread([]), relativeSpread([3]), relativeSpread([0, 0])]).toEqual([0, 0, 0])
  })
})
