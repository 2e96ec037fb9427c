import { strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { parseBenchmark } from './parse'
import type { Problem } from './types'

const lines = (...rows: object[]) => strToU8(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
const only = (bytes: Uint8Array): Problem => {
  const [problem] = parseBenchmark('test.jsonl', bytes).problems
  if (problem === undefined) throw new Error('no problem')
  return problem
}

const CHECK = 'def check(candidate):\n    assert candidate(1) == 2\n'
const HUMAN_EVAL = {
  task_id: 'HumanEval/0',
  prompt: 'def f(x):\n    """Add one."""\n',
  entry_point: 'f',
  canonical_solution: '    return x + 1\n',
  test: CHECK,
}
const MBPP = {
  text: 'Add one.',
  code: 'def helper(x):\r\n  return x + 1\r\ndef f(x):\r\n  return helper(x)',
  task_id: 7,
  test_setup_code: 'import math',
  test_list: ['assert set(f(helper(1))) == set([3])', 'assert f(2) == 3'],
  challenge_test_list: ['assert f(10**9) == 10**9 + 1'],
}
const SANITIZED = {
  source_file: 'x',
  task_id: 8,
  prompt: 'Add one.',
  code: 'def g(x):\n  return x + 1',
  test_imports: ['import math', 'import re'],
  test_list: ['assert g(1) == 2'],
}
const EVALPLUS = {
  task_id: 'Mbpp/2',
  prompt: '"""\nx\n"""\n',
  entry_point: 'f',
  canonical_solution: '\ndef f(x, y): ...\n',
  base_input: [[[1], [2]]],
  plus_input: {},
  atol: 0,
  assertion: '\nimport math\nassert f((1,), (2,)) == 3\nassert math.isclose(f((), ()), 0)\n',
}

describe('formats', () => {
  test("human-eval: one test that calls the file's own check", () => {
    expect(parseBenchmark('x', lines(HUMAN_EVAL))).toMatchObject({ format: 'human-eval', form: 'humaneval' })
    expect(only(lines(HUMAN_EVAL))).toMatchObject({
      base: { kind: 'program', setup: CHECK, tests: ['check(f)'], seconds: 3 },
      plus: null,
      original: null,
    })
  })

  test("ReCode: human-eval's rows with more fields; one file holds a task once", () => {
    const row = { ...HUMAN_EVAL, entry_point: 'F', prompt: 'def F(x):\n', seed: 0, perturbed: 'x' }
    expect(parseBenchmark('x', lines(row))).toMatchObject({ format: 'recode', form: 'humaneval' })
    const partial = { ...HUMAN_EVAL, partial: null }
    expect(parseBenchmark('x', lines(partial))).toMatchObject({ format: 'recode' })
    expect(() => parseBenchmark('x', lines(row, row))).toThrow(/line 2: task_id HumanEval\/0 comes twice/)
  })

  test('MBPP: asserts as they are; the entry point is what they call of the code', () => {
    expect(parseBenchmark('x', lines(MBPP))).toMatchObject({ format: 'mbpp', form: 'mbpp' })
    expect(only(lines(MBPP))).toEqual({
      taskId: 'MBPP/7',
      prompt: '"""\nAdd one.\nassert set(f(helper(1))) == set([3])\n"""\n',
      entryPoint: 'f',
      canonicalSolution: MBPP.code,
      contract: '',
      base: { kind: 'program', setup: 'import math', tests: MBPP.test_list, seconds: 3 },
      plus: null,
      atol: 0,
      original: null,
    })
  })

  test('MBPP sanitized: a list in one file, or lines', () => {
    const list = strToU8(JSON.stringify([SANITIZED, { ...SANITIZED, task_id: 9 }], null, 1))
    expect(parseBenchmark('x', list).problems.map(({ taskId }) => taskId)).toEqual(['MBPP/8', 'MBPP/9'])
    expect(only(lines(SANITIZED))).toMatchObject({ entryPoint: 'g', base: { setup: 'import math\nimport re' } })
    expect(() => parseBenchmark('x', strToU8(JSON.stringify([SANITIZED, 1])))).toThrow(/item 2: .*object/)
    expect(() => parseBenchmark('x', strToU8('[\n1,\n}'))).toThrow(/line 3: Expected a value/)
  })

  test('EvalPlus: inputs by task, the asserts that were before, suites without tests', () => {
    const problem = only(lines(EVALPLUS))
    expect(problem.base).toMatchObject({ inputs: [[{ type: 'tuple' }, { type: 'tuple' }]] })
    expect(problem.plus).toEqual({ kind: 'inputs', inputs: [] })
    expect(problem.original).toEqual({
      kind: 'program',
      setup: 'import math',
      tests: ['assert f((1,), (2,)) == 3', 'assert math.isclose(f((), ()), 0)'],
      seconds: 3,
    })
    expect(only(lines({ ...EVALPLUS, task_id: 'Own/2' })).base).toMatchObject({ inputs: [[{ type: 'list' }, {}]] })
    expect(only(lines({ ...EVALPLUS, assertion: 'assert f(' })).original?.tests).toEqual(['assert f('])
    expect(only(lines({ ...HUMAN_EVAL, base_input: [], plus_input: [] }))).toMatchObject({
      original: { setup: CHECK, tests: ['check(f)'] },
    })
  })

  test.each([
    ['another format further down', lines(HUMAN_EVAL, MBPP), /line 2: this is a problem of format mbpp, .* human-eval/],
    ['no known fields', lines({ a: 1 }), /line 1: unknown format: looked for base_input .* and found only "a"/],
    ['a row of nothing', strToU8('{}'), /no fields/],
    [
      'half a character in a prompt',
      strToU8(JSON.stringify({ ...HUMAN_EVAL, prompt: '\ud800' })),
      /"prompt" holds half/,
    ],
    ['NUL in a program', lines({ ...HUMAN_EVAL, test: 'x\0' }), /"test" holds a NUL/],
    ['a shape that its task does not have', lines({ ...EVALPLUS, base_input: [[1]] }), /"base_input", test 1: a list/],
    ['asserts that call nothing of the code', lines({ ...MBPP, test_list: ['assert True'] }), /no assert/],
    ['asserts that are no list', lines({ ...MBPP, test_list: 'assert f(1)' }), /"test_list" must be a list of texts/],
    ['no asserts', lines({ ...MBPP, test_list: [] }), /must not be empty/],
    ['a number that is no integer', lines({ ...MBPP, task_id: '7' }), /"task_id" must be an integer/],
    ['a huge integer', strToU8(`{"base_input": [[${'1'.repeat(5000)}]]}`), /line 1: .*4300 digits/],
  ])('names %s', (_name, bytes, message) => {
    expect(() => parseBenchmark('test.jsonl', bytes)).toThrow(
      expect.objectContaining({ code: 'bad-benchmark', message: expect.stringMatching(message) }),
    )
  })

  test('a byte order mark, CRLF, CR and blank lines change nothing but the md5', () => {
    const [first, second] = [HUMAN_EVAL, { ...HUMAN_EVAL, task_id: 'HumanEval/1' }].map((row) => JSON.stringify(row))
    const plain = parseBenchmark('x', strToU8(`${first}\n${second}\n`), 'x')
    for (const text of [`\ufeff${first}\r\n${second}\r\n`, `\n\n${first}\r \t\r${second}`]) {
      const other = parseBenchmark('x', strToU8(text), 'x')
      expect(other).toEqual({ ...plain, md5: other.md5 })
    }
  })

  test('ids: published, shipped, or the name of the file and its content', () => {
    const idOf = (name: string) => parseBenchmark(name, lines(HUMAN_EVAL)).id
    expect(idOf('C:\\Data\\My Suite (2).jsonl.gz')).toMatch(/^my-suite-2-[0-9a-f]{8}$/)
    expect(idOf('../.jsonl')).toMatch(/^benchmark-[0-9a-f]{8}$/)
    expect(parseBenchmark('a.jsonl', lines(HUMAN_EVAL), 'given').id).toBe('given')
    expect(idOf('a.jsonl')).not.toBe(parseBenchmark('a.jsonl', lines(SANITIZED)).id)
  })
})
