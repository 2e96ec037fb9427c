import { describe, expect, test } from 'vitest'
import { polynomialAt, surfaceArea } from './oracle-formulas'
import { answerOf, oracleOf } from './oracles'
import type { PyValue } from './value'

const int = (value: number | bigint): PyValue => ({ type: 'int', value: BigInt(value) })
const float = (value: number): PyValue => ({ type: 'float', value })
const list = (...items: PyValue[]): PyValue => ({ type: 'list', items })
const none: PyValue = { type: 'none' }

test('oracles belong to a data set: names of one mean nothing in the other, nor in problems of our own', () => {
  const plain = oracleOf({ taskId: 'Test/1', entryPoint: 'f' })
  for (const [taskId, entryPoint] of [
    ['HumanEval/1', 'Diff'],
    ['Mbpp/1', 'find_zero'],
    ['Test/1', 'Diff'],
    ['Test/1', 'find_zero'],
    ['mbpp/1', 'Diff'],
  ] as const) {
    expect(oracleOf({ taskId, entryPoint })).toBe(plain)
    expect(answerOf({ taskId, entryPoint })).toBe('value')
  }
  expect(oracleOf({ taskId: 'Mbpp/769', entryPoint: 'Diff' })).not.toBe(plain)
  expect(oracleOf({ taskId: 'HumanEval/32', entryPoint: 'find_zero' })).not.toBe(plain)
})

test('a task keeps its oracle when its function gets another name', () => {
  for (const [taskId, entryPoint] of [
    ['HumanEval/32', 'find_zero'],
    ['Mbpp/2', 'similar_elements'],
    ['Mbpp/558', 'digit_distance_nums'],
    ['Mbpp/769', 'Diff'],
    ['Mbpp/794', 'text_starta_endb'],
  ] as const) {
    expect(oracleOf({ taskId, entryPoint: 'renamed' })).toBe(oracleOf({ taskId, entryPoint }))
    expect(oracleOf({ taskId, entryPoint: 'renamed' })).not.toBe(oracleOf({ taskId: 'Test/1', entryPoint }))
  }
  expect(answerOf({ taskId: 'Mbpp/737', entryPoint: 'renamed' })).toBe('not-none')
})

test('three problems are asked only whether they gave anything', () => {
  for (const entryPoint of ['check_str', 'text_match_three', 'text_starta_endb']) {
    expect(answerOf({ taskId: 'Mbpp/1', entryPoint })).toBe('not-none')
    expect(answerOf({ taskId: 'HumanEval/1', entryPoint })).toBe('value')
  }
})

describe('find_zero', () => {
  const oracle = oracleOf({ taskId: 'HumanEval/32', entryPoint: 'find_zero' })
  const passes = (input: PyValue[], got: PyValue) =>
    oracle.kind === 'final' && oracle.passes({ input, got, tolerance: 1e-4 })
  const cubic = list(int(-6), int(11), int(-6), int(1))

  test('any root will do, near enough, of any number type', () => {
    for (const root of [int(1), float(2), float(3.00001), { type: 'bool', value: true } as const])
      expect(passes([cubic], root)).toBe(true)
    expect(passes([list(int(-1), int(3))], { type: 'rational', numerator: 1n, denominator: 3n })).toBe(true)
  })

  test('nothing else', () => {
    const others = [
      int(0),
      float(1.001),
      float(NaN),
      float(Infinity),
      float(1e200),
      none,
      list(float(1)),
      { type: 'complex', real: 1, imaginary: 0 } as const,
      int(10n ** 400n),
    ]
    for (const got of others) expect(passes([cubic], got)).toBe(false)
    expect(passes([], float(1))).toBe(false)
    expect(passes([cubic, cubic], float(1))).toBe(false)
  })

  test('the sum runs from the left', () => {
    expect(polynomialAt(list(float(1e16), float(1), float(-1e16)), int(1))).toBe(0)
  })
})

test('surface area rounds halves to even, and raises where Python does', () => {
  expect(surfaceArea([int(3), int(4)])).toBe(35n)
  expect(surfaceArea([float(0.5 ** 0.5), int(0)])).toBe(1n)
  expect(surfaceArea([int(10n ** 400n), int(1)])).toBeNull()
  expect(surfaceArea([int(1)])).toBeNull()
  expect(surfaceArea([{ type: 'str', value: '1' }, int(1)])).toBeNull()
})
