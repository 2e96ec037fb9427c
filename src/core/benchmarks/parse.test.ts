import { gzipSync, strToU8 } from 'fflate'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { countTests } from './count-tests'
import { parseBenchmark } from './parse'
import { SHIPPED_BENCHMARKS } from './registry'

const LINE = {
  task_id: 'Test/0',
  prompt: 'def f(x):\n    """Add one."""\n',
  entry_point: 'f',
  canonical_solution: '    return x + 1\n',
  base_input: [[1]],
  plus_input: [[2]],
  atol: 0,
}
const file = (...lines: object[]) => strToU8(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

describe('parseBenchmark', () => {
  test('reads plain and gzip alike', () => {
    const plain = file(LINE, { ...LINE, task_id: 'Test/1' })
    const benchmark = parseBenchmark('test', plain)
    expect(benchmark.problems.map((problem) => problem.taskId)).toEqual(['Test/0', 'Test/1'])
    expect(benchmark.form).toBe('humaneval')
    expect(parseBenchmark('test', gzipSync(plain))).toEqual(benchmark)
    expect(parseBenchmark('test', file({ ...LINE, prompt: '"""\nAdd one.\nassert f(1) == 2\n"""\n' })).form).toBe(
      'mbpp',
    )
  })

  test.each([
    ['broken JSON', strToU8(`${JSON.stringify(LINE)}\n{"task_id": }\n`), 'bad-benchmark', /line 2/],
    ['a missing field', file({ ...LINE, prompt: undefined }), 'bad-benchmark', /line 1.*prompt/],
    [
      'inputs that are no lists',
      file(LINE, { ...LINE, task_id: 'b', base_input: [1] }),
      'bad-benchmark',
      /line 2.*base_input/,
    ],
    ['a negative tolerance', file({ ...LINE, atol: -1 }), 'bad-benchmark', /atol/],
    ['a task twice', file(LINE, LINE), 'bad-benchmark', /twice/],
    ['two forms', file(LINE, { ...LINE, task_id: 'b', prompt: '"""x"""' }), 'bad-benchmark', /form/],
    ['nothing', strToU8('\n'), 'bad-benchmark', /no problems/],
    ['a web page', strToU8('<!doctype html><p>hello'), 'html-instead-of-file', /web page/],
    ['half a gzip', gzipSync(file(LINE)).subarray(0, 60), 'truncated-file', /early/],
    ['no text', Uint8Array.from([0xff, 0xfe, 0x00]), 'bad-benchmark', /UTF-8/],
  ])('names %s', (_name, bytes, code, message) => {
    expect(() => parseBenchmark('test', bytes)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})

/** Facts of the released files, measured independently (method notes 2.1). */
const RELEASES = [
  {
    file: 'HumanEvalPlus-v0.1.10.jsonl.gz',
    id: 'humaneval-plus-v0.1.10',
    published: 'HumanEval+ v0.1.10',
    format: 'evalplus',
    form: 'humaneval',
    md5: 'fe585eb4df8c88d844eeb463ea4d0302',
    problems: 164,
    tests: { base: 1570, plus: 122_683 },
    originals: 164,
  },
  {
    file: 'MbppPlus-v0.2.0.jsonl.gz',
    id: 'mbpp-plus-v0.2.0',
    published: 'MBPP+ v0.2.0',
    format: 'evalplus',
    form: 'mbpp',
    md5: 'ee43ecabebf20deef4bb776a405ac5b1',
    problems: 378,
    tests: { base: 1174, plus: 39_841 },
    originals: 1174,
  },
  {
    file: 'HumanEval.jsonl.gz',
    id: 'humaneval',
    published: 'HumanEval',
    format: 'human-eval',
    form: 'humaneval',
    md5: '88771747746422b8669027625578460c',
    problems: 164,
    tests: { base: 164, plus: null },
    originals: 0,
  },
]

describe.each(RELEASES)('$file', ({ file: name, problems, tests, originals, ...facts }) => {
  const path = `../shared/data/${name}`
  test.skipIf(!existsSync(path))('has the counts and the md5 of the release (skipped where the file is absent)', () => {
    const start = performance.now()
    const benchmark = parseBenchmark(name, readFileSync(path))
    console.info(`${name}: parsed in ${Math.round(performance.now() - start)} ms`)
    expect(benchmark).toMatchObject(facts)
    expect(benchmark.problems).toHaveLength(problems)
    expect(countTests(benchmark)).toEqual(tests)
    expect(benchmark.problems.reduce((sum, { original }) => sum + (original?.tests.length ?? 0), 0)).toBe(originals)
  })
})

describe.each(SHIPPED_BENCHMARKS)('$id', ({ id, path, form, md5, problems, tests }) => {
  test('is what the registry says', () => {
    const benchmark = parseBenchmark(id, readFileSync(`public/${path}`))
    expect(benchmark).toMatchObject({ id, form, md5, format: 'evalplus', published: null })
    expect(benchmark.problems).toHaveLength(problems)
    expect(countTests(benchmark)).toEqual(tests)
  })
})
