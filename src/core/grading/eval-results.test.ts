import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../benchmarks/json'
import { parseBenchmark } from '../benchmarks/parse'
import type { Benchmark, Problem } from '../benchmarks/types'
import type { PyValue } from '../judge/value'
import { evalResultsText, type GradedFile } from './eval-results'
import { parseEvalResults } from './parse-eval-results'
import { parseSamples } from './parse-samples'
import type { GradedSample } from './types'

/** Made by EvalPlus 0.3.1 itself: fixtures/make_eval_results.py. */
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/evalplus.${name}`, import.meta.url)))
const genuine = fixture('eval_results.json')
const benchmark = parseBenchmark('own.jsonl', fixture('benchmark.jsonl'))
const source = parseSamples('own.samples.jsonl', fixture('samples.jsonl'))

/** Marks as our judge gives them for the samples of the fixture: base, plus. */
const MARKS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'Own/0': [
    ['111', '1111'],
    ['10-', '10--'],
    ['111', '10--'],
    ['111', '110-'],
    ['---', '----'],
    ['---', '----'],
    ['110', '1111'],
  ],
  'Own/1': [
    ['11', '11'],
    ['10', '11'],
    ['10', '11'],
  ],
  'Own/2': [
    ['11', '11'],
    ['0-', '11'],
    ['11', '11'],
  ],
}

const graded = (task_id: string, index: number, more: Partial<GradedSample> = {}): GradedSample => ({
  id: 'ab'.repeat(32),
  task_id,
  index,
  raw: '',
  solution: '',
  extracted: true,
  base_status: 'pass',
  plus_status: 'pass',
  kind: 'pass',
  failing: null,
  tests: { base: '', plus: '' },
  output: '',
  timing: { judge_ms: 1 },
  ...more,
})

const samples = parseEvalResults('genuine', genuine).samples.map(
  ({ taskId, index, solution, baseStatus, plusStatus }) => {
    const [base, plus] = MARKS[taskId]?.[index] ?? ['', '']
    return graded(taskId, index, {
      solution,
      raw: index === 2 ? 'raw text' : solution,
      base_status: baseStatus,
      plus_status: plusStatus,
      kind: baseStatus === 'pass' && plusStatus === 'pass' ? 'pass' : 'wrong-value',
      tests: { base, plus },
    })
  },
)

const file = (more: Partial<GradedFile> = {}): GradedFile => ({
  benchmark,
  source: { name: source.name, md5: source.md5, skipped: [{ line: 3, why: 'x' }] },
  options: { extraction: 'none', suites: 'both', tasks: null },
  limits: { minimum_seconds: 1, time_factor: 1 },
  environment: { pyodide: '1', python: '3' },
  samples,
  missing: ['Own/9'],
  unknown: ['Other/1'],
  ungraded: [{ taskId: 'Own/8', error: { code: 'reference-failed', message: 'm', hint: 'h' } }],
  date: new Date(2026, 0, 31, 9, 5),
  ...more,
})

/** Integers and floats stay apart, as in Python. */
const read = (text: string): PyValue => parseJson(text)

/** Without our key, wherever it stands, and what only EvalPlus's development version writes. */
function withoutOurs(value: PyValue): PyValue {
  if (value.type === 'list') return { type: 'list', items: value.items.map(withoutOurs) }
  if (value.type !== 'dict') return value
  const ours = ['shakedown', 'pass_at_k']
  const entries = value.entries.filter(([key]) => key.type !== 'str' || !ours.includes(key.value))
  return { type: 'dict', entries: entries.map(([key, item]) => [key, withoutOurs(item)] as const) }
}

describe('evalResultsText', () => {
  it('is what EvalPlus wrote for the same verdicts, key by key and in order', () => {
    expect(samples).toHaveLength(13)
    expect(withoutOurs(read(evalResultsText(file())))).toEqual(read(new TextDecoder().decode(genuine)))
  })

  it('tells the rest under one key', () => {
    const results: unknown = JSON.parse(evalResultsText(file()))
    expect(results).toMatchObject({
      pass_at_k: { base: { 'pass@1': (3 / 7 + 1 / 3 + 2 / 3) / 3 }, plus: { 'pass@1': (1 / 7 + 1 / 3 + 2 / 3) / 3 } },
      shakedown: {
        version: 1,
        benchmark: { format: 'evalplus', md5: benchmark.md5, published: null },
        source: { name: 'own.samples.jsonl', md5: source.md5, skipped: [{ line: 3, why: 'x' }] },
        options: { extraction: 'none', suites: 'both', tasks: null },
        limits: { minimum_seconds: 1, time_factor: 1 },
        environment: { pyodide: '1', python: '3' },
        kinds: { pass: 4, 'wrong-value': 9 },
        not_extracted: 0,
        missing: ['Own/9'],
        unknown: ['Other/1'],
        ungraded: [{ task_id: 'Own/8', error: { code: 'reference-failed', message: 'm', hint: 'h' } }],
      },
      eval: { 'Own/0': [{ shakedown: { index: 0, tests: { base: '111', plus: '1111' } } }, {}, {}, {}, {}, {}, {}] },
    })
    const [plain, , third] = (results as { eval: Record<string, { shakedown: object }[]> }).eval['Own/0'] ?? []
    expect(plain?.shakedown).not.toHaveProperty('raw')
    expect(third?.shakedown).toMatchObject({ raw: 'raw text' })
  })

  it('has no plus where only base tests were run', () => {
    const only = samples.map((sample) => ({ ...sample, plus_status: null }))
    const results: unknown = JSON.parse(evalResultsText(file({ samples: only })))
    expect(results).toMatchObject({ eval: { 'Own/2': [{ plus_status: null, plus_fail_tests: [] }, {}, {}] } })
    expect(results).not.toHaveProperty('pass_at_k.plus')
  })

  it.each([
    ['Mbpp/124', '[["-3", "4j"]]', '[["-3.0", "4j"]]'],
    ['Mbpp/252', '[["(-0-2j)"]]', '[["(-0-2j)"]]'],
    ['Mbpp/252', '[["1"]]', '[["(1+0j)"]]'],
    ['Mbpp/115', '[[[[2, 2], [], 3]]]', '[[[[2], [], []]]]'],
    ['Mbpp/3', '[[12345678901234567890, 1.0, -0.0, 1e-7, NaN, -Infinity, true, null, "\\u00e9", {"a": {}}]]', null],
    ['Mbpp/2', '[[[1, [2]], []]]', '[[[1, [2]], []]]'],
  ])("writes a failing input of %s as Python's json would: %s", (taskId, inputs, written) => {
    const row = `{"task_id": "${taskId}", "prompt": "\\"\\"\\"x\\"\\"\\"", "entry_point": "f", "canonical_solution": "", "base_input": ${inputs}, "plus_input": []}`
    const one = parseBenchmark('x', new TextEncoder().encode(row))
    const sample = graded(taskId, 0, { base_status: 'fail', tests: { base: '0', plus: '' } })
    const text = evalResultsText(file({ benchmark: one, samples: [sample] }))
    expect(text).toContain(`"base_fail_tests": ${written ?? inputs.replace('\\u00e9', 'é').replace('1e-7', '1e-07')}, `)
  })

  it('lists the failing test itself where tests are programs', () => {
    const [problem] = benchmark.problems
    const program: Problem['base'] = { kind: 'program', setup: '', tests: ['assert f(1)', 'assert f(2)'], seconds: 3 }
    const one: Benchmark = {
      ...benchmark,
      problems: problem === undefined ? [] : [{ ...problem, base: program, plus: null }],
    }
    const sample = graded('Own/0', 0, { base_status: 'fail', plus_status: null, tests: { base: '10', plus: '' } })
    expect(evalResultsText(file({ benchmark: one, samples: [sample] }))).toContain(
      '"base_fail_tests": ["assert f(2)"], "plus_fail_tests": []',
    )
  })
})

describe('parseEvalResults', () => {
  it("reads EvalPlus's file and ours alike", () => {
    const theirs = parseEvalResults('theirs', genuine)
    expect(theirs).toMatchObject({ hash: benchmark.md5, date: '2026-01-31 09:05' })
    expect(theirs.samples.map(({ baseStatus, plusStatus }) => `${baseStatus} ${plusStatus}`)).toContain('timeout pass')
    const ours = parseEvalResults('ours', new TextEncoder().encode(evalResultsText(file())))
    expect(ours).toEqual(theirs)
  })

  it.each([
    ['{"eval": {"a": {"nfiles": 1}}}', /eval\.a/],
    ['{"eval": {"a": [{"base_status": "maybe"}]}}', /eval\.a\[0\]\.base_status/],
    ['[]', /results/],
    ['{"eval": ', /Expected a value at character 10/],
    [`{"eval": ${'['.repeat(5000)}`, /Nested too deeply/],
  ])('names what is wrong in %s', (text, message) => {
    expect(() => parseEvalResults('x.json', new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ code: 'bad-run', message: expect.stringMatching(message) }),
    )
  })
})
