import { expect, it } from 'vitest'
import { evalResultsText } from '../../src/core/grading/eval-results'
import type { GradedSample } from '../../src/core/grading/types'
import { contentId } from '../../src/core/hash'
import { fakeBenchmark } from '../../src/lab/run/fakes'
import { gradedSamplesOf } from './finished'

const benchmark = fakeBenchmark('fake', 2)

function graded(more: Partial<GradedSample>): GradedSample {
  return {
    id: contentId(more),
    task_id: 'Fake/0',
    index: 0,
    raw: 'def f(): pass',
    solution: 'def f(): pass',
    extracted: true,
    base_status: 'pass',
    plus_status: 'pass',
    kind: 'pass',
    failing: null,
    tests: { base: '1', plus: '' },
    output: '',
    timing: { judge_ms: 2 },
    ...more,
  }
}

it('reads back what was written', () => {
  const samples = [
    graded({}),
    graded({ index: 1, raw: 'prose\ud800', output: 'é\n' }),
    graded({
      task_id: 'Fake/1',
      base_status: 'fail',
      plus_status: null,
      kind: 'exception',
      failing: {
        suite: 'base',
        index: 0,
        input: 'nan',
        expected: '1',
        got: 'KeyError',
        trace: [{ line: 3, name: 'f' }],
      },
      tests: { base: '0-', plus: '' },
    }),
  ]
  const text = evalResultsText({
    benchmark,
    source: { name: 's.jsonl', md5: 'ab', skipped: [] },
    options: { extraction: 'none', suites: 'both', tasks: null },
    limits: {},
    environment: { pyodide: '0', python: '3' },
    samples,
    missing: [],
    unknown: [],
    ungraded: [],
    date: new Date(0),
  })
  expect(gradedSamplesOf('r.json', text)).toEqual(samples)
})

it("refuses every other file, EvalPlus's own results among them", () => {
  const native = '{"date": "2026-01-01 00:00", "hash": "ab", "eval": {"Fake/0": [{"base_status": "pass"}]}}'
  for (const text of [native, '[]', 'null', '', '{"eval": {}, "shakedown": null}', '{"shakedown": {}}']) {
    expect(() => gradedSamplesOf('r.json', text), text).toThrow(expect.objectContaining({ code: 'usage' }))
  }
})
