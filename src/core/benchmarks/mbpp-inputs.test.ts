import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalJson, sha256Hex } from '../hash'
import { pythonEquals } from '../judge/compare'
import { decodeMarshal, encodeMarshal } from '../judge/marshal'
import type { PyValue } from '../judge/value'
import golden from './fixtures/mbpp-inputs.json'
import { parseJson } from './json'
import { deserializeInputs } from './mbpp-inputs'
import { parseBenchmark } from './parse'
import type { Arguments } from './types'

/** Vectors from EvalPlus 0.3.1: fixtures/make_fixtures.py. */
const argumentLists = (json: unknown): Arguments[] => {
  const value = parseJson(JSON.stringify(json))
  if (value.type !== 'list') throw new RangeError('no list')
  return value.items.map((item) => (item.type === 'list' ? item.items : []))
}
const list = (items: readonly PyValue[]): PyValue => ({ type: 'list', items })
const unexpected = (index: number, why: string): never => {
  throw new Error(`${index}: ${why}`)
}

// JSON.stringify writes 2.0 as 2: what that changes compares equal in Python, and the types of containers are told apart.
test.each(golden.shapes)('$task gets its inputs as EvalPlus gives them', ({ task, inputs, marshal }) => {
  const shaped = deserializeInputs(task, argumentLists(inputs), unexpected)
  expect(shaped).toHaveLength(marshal.length)
  for (const [index, hex] of marshal.entries()) {
    const wanted = decodeMarshal(hexToBytes(hex))
    const got = list(shaped[index] ?? [])
    expect(wanted !== null && pythonEquals(got, wanted), `${task}, test ${index}`).toBe(true)
    // No two NaN here, so the text tells a tuple from a list, and a set from an empty dict, once more.
    expect(typesOf(got)).toEqual(wanted === null ? null : typesOf(wanted))
  }
})

function typesOf(value: PyValue): unknown {
  switch (value.type) {
    case 'list':
    case 'tuple':
      return [value.type, value.items.map(typesOf)]
    case 'dict':
      return [value.type, value.entries.map(([, item]) => typesOf(item))]
    case 'int':
    case 'float':
      return 'number'
    default:
      return value.type
  }
}

test('says which test does not have the shape of its task', () => {
  const fails = (task: string, inputs: unknown) => () =>
    deserializeInputs(task, argumentLists(inputs), (index, why) => new Error(`test ${index}: ${why}`) as never)
  expect(fails('Mbpp/2', [[[1]], [5]])).toThrow(/test 1: a list was expected/)
  expect(fails('Mbpp/106', [[1]])).toThrow(/test 0: there are only 1 arguments/)
  expect(fails('Mbpp/252', [['1+']])).toThrow(/complex/)
  expect(fails('Mbpp/115', [[[[[1]]]]])).toThrow(/set cannot hold/)
})

const RELEASE = '../shared/data/MbppPlus-v0.2.0.jsonl.gz'
test.skipIf(!existsSync(RELEASE))('all of MBPP+ v0.2.0, to the byte (skipped where the file is absent)', () => {
  const { problems } = parseBenchmark('MbppPlus.jsonl.gz', readFileSync(RELEASE))
  const digest = (inputs: readonly Arguments[]) => sha256Hex(encodeMarshal(list(inputs.map(list))))
  const every = problems.map(({ taskId, base, plus }) => {
    if (base.kind !== 'inputs' || plus?.kind !== 'inputs') throw new Error(taskId)
    return [taskId, [digest(base.inputs), digest(plus.inputs)]] as const
  })
  expect(sha256Hex(canonicalJson(Object.fromEntries(every)))).toBe(golden.released)
  expect(bytesToHex(encodeMarshal(list([])))).toBe('5b00000000')
})
