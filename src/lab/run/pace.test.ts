import { describe, expect, it } from 'vitest'
import { Budget } from './budget'
import { Pace } from './pace'

describe('the pace of a run', () => {
  it('counts what is left by kind, each at its own rate, and unknown kinds at the mean', () => {
    let now = 0
    const pace = new Pace(() => now)
    pace.expect('fast', 100)
    pace.expect('slow', 100)
    pace.expect('unknown', 10)
    expect([pace.rate(), pace.secondsLeft()]).toEqual([null, null])
    pace.begin()
    now = 1000
    for (let count = 0; count < 50; count += 1) pace.count('fast')
    pace.took('fast', 50, 500)
    expect(pace.rate()).toBe(50)
    // 160 samples at 10 ms, as nothing else is known.
    expect(pace.secondsLeft()).toBeCloseTo(1.6, 9)
    pace.took('slow', 10, 1000)
    for (let count = 0; count < 10; count += 1) pace.count('slow')
    // 50 at 10 ms, 90 at 100 ms, 10 at 55 ms.
    expect(pace.secondsLeft()).toBeCloseTo(0.5 + 9 + 0.55, 9)
  })

  it('stands still while the run is paused', () => {
    let now = 0
    const pace = new Pace(() => now)
    pace.begin()
    pace.count('a')
    now = 1000
    pace.stop()
    now = 100_000
    expect(pace.rate()).toBe(1)
    pace.begin()
    now = 101_000
    pace.count('a')
    expect(pace.rate()).toBe(1)
  })

  it('converges on the rate of the recent past', () => {
    const pace = new Pace(() => 0)
    pace.expect('a', 1000)
    for (let batch = 0; batch < 20; batch += 1) pace.took('a', 64, 6400)
    expect(pace.secondsLeft()).toBeCloseTo(100, 6)
    for (let batch = 0; batch < 60; batch += 1) pace.took('a', 64, 640)
    expect(pace.secondsLeft()).toBeGreaterThan(9)
    expect(pace.secondsLeft()).toBeLessThan(12)
  })
})

it('a budget ends at its minutes or its samples, whichever is spent first', () => {
  let now = 0
  const budget = new Budget({ budget: { minutes: 1, samples: 10 } }, () => now)
  expect(budget.allow(4)).toBe(4)
  budget.spend(8)
  expect(budget.allow(4)).toBe(2)
  now = 60_000
  expect(budget.allow(4)).toBe(0)
  expect(new Budget({}, () => now).allow(1e6)).toBe(1e6)
})
