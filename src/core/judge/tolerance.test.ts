import { expect, test } from 'vitest'
import { isClose } from './tolerance'
import type { PyValue } from './value'

const float = (value: number): PyValue => ({ type: 'float', value })
const list = (...items: PyValue[]): PyValue => ({ type: 'list', items })

test('NaN is close to nothing, infinities to themselves', () => {
  expect(isClose(float(NaN), float(NaN), 1)).toBe(false)
  expect(isClose(list(float(Infinity)), list(float(Infinity)), 1e-6)).toBe(true)
  expect(isClose(float(Infinity), float(-Infinity), 1e-6)).toBe(false)
})

test('64 dimensions are as many as numpy has', () => {
  const nested = (levels: number, value: number) => {
    let of = float(value)
    for (let level = 0; level < levels; level += 1) of = list(of)
    return of
  }
  expect(isClose(nested(64, 1), nested(64, 1 + 1e-9), 1e-6)).toBe(true)
  expect(isClose(nested(65, 1), nested(65, 1 + 1e-9), 1e-6)).toBe(false)
  expect(isClose(nested(2000, 1), nested(2000, 1 + 1e-9), 1e-6)).toBe(false)
})

test('what numpy would fill the memory for is not close, at once', () => {
  const began = performance.now()
  const column = list(...Array.from({ length: 100_000 }, () => list(float(1))))
  const row = list(...Array.from({ length: 100_000 }, () => float(1)))
  expect(isClose(column, row, 1e-6)).toBe(false)
  const range = (stop: bigint): PyValue => ({ type: 'range', start: 0n, stop, step: 1n })
  expect(isClose(range(10n ** 12n), range(10n ** 12n + 1n), 1e-6)).toBe(false)
  const numbers = list(...Array.from({ length: 1000 }, () => float(1)))
  const ranges = list(...Array.from({ length: 1000 }, () => range(5_000_000n)))
  expect(isClose(ranges, numbers, 1e-6)).toBe(false)
  expect(performance.now() - began).toBeLessThan(8000)
})

test('a fraction in a list may be a Decimal, which numpy cannot compare with floats', () => {
  const tenth: PyValue = { type: 'rational', numerator: 1n, denominator: 10n }
  expect(isClose(list(tenth), list(float(0.1)), 1e-6)).toBe(false)
})
