import fc from 'fast-check'
import { gzipSync, strToU8 } from 'fflate'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseJson } from './json'
import { parseBenchmark } from './parse'

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

describe('parseJson', () => {
  test('keeps what JSON.parse loses', () => {
    expect(parseJson('[1, 1.0, 123456789012345678901234567890, -0.0, 1e400, NaN, -Infinity]')).toEqual({
      type: 'list',
      items: [
        { type: 'int', value: 1n },
        { type: 'float', value: 1 },
        { type: 'int', value: 123456789012345678901234567890n },
        { type: 'float', value: -0 },
        { type: 'float', value: Infinity },
        { type: 'float', value: NaN },
        { type: 'float', value: -Infinity },
      ],
    })
  })

  test('reads text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseJson(JSON.stringify(text))).toEqual({ type: 'str', value: text })
      }),
    )
  })

  test('accepts what JSON.parse accepts, and refuses what it refuses', () => {
    const noise = fc
      .array(fc.constantFrom('[', ']', '{', '}', ',', ':', '"a"', '1', '-', '.5', 'e3', 'true', ' ', '\\', '01'))
      .map((parts) => parts.join(''))
    const accepts = (parse: (text: string) => unknown, text: string) => {
      try {
        parse(text)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(fc.oneof(noise, fc.json()), (text) => {
        expect(accepts(parseJson, text)).toBe(accepts(JSON.parse, text))
      }),
      { numRuns: 2000 },
    )
  })
})

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
    form: 'humaneval',
    md5: 'fe585eb4df8c88d844eeb463ea4d0302',
    problems: 164,
    base: 1570,
    plus: 122_683,
  },
  {
    file: 'MbppPlus-v0.2.0.jsonl.gz',
    form: 'mbpp',
    md5: 'ee43ecabebf20deef4bb776a405ac5b1',
    problems: 378,
    base: 1174,
    plus: 39_841,
  },
]

describe.each(RELEASES)('$file', (release) => {
  const path = `../shared/data/${release.file}`
  test.skipIf(!existsSync(path))('has the counts and the md5 of the release (skipped where the file is absent)', () => {
    const benchmark = parseBenchmark(release.file, readFileSync(path))
    const count = (name: 'base' | 'plus') =>
      benchmark.problems.reduce(
        (sum, { [name]: suite }) => sum + (suite?.kind === 'inputs' ? suite.inputs.length : NaN),
        0,
      )
    expect(benchmark).toMatchObject({ form: release.form, md5: release.md5 })
    expect([benchmark.problems.length, count('base'), count('plus')]).toEqual([
      release.problems,
      release.base,
      release.plus,
    ])
  })
})
