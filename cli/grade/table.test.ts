import { expect, it } from 'vitest'
import type { GradedSample } from '../../src/core/grading/types'
import type { HeadlessGraded } from '../../src/headless/grade-api'
import { summariseGrading } from './summary'
import { gradingTable } from './table'

function sample(task: number, kind: GradedSample['kind'], plus: GradedSample['plus_status'] = null): GradedSample {
  return {
    id: '',
    task_id: `Test/${task}`,
    index: 0,
    raw: '',
    solution: '',
    extracted: kind !== 'not-extracted',
    base_status: kind === 'pass' ? 'pass' : 'fail',
    plus_status: plus,
    kind,
    failing: null,
    tests: { base: '', plus: '' },
    output: '',
    timing: { judge_ms: 1 },
  }
}

const told: HeadlessGraded = {
  benchmark: {
    id: 'mine-0a1b2c3d',
    format: 'shakedown',
    md5: 'ab',
    published: null,
    problems: 5,
    tests: { base: 9, plus: null },
  },
  environment: { pyodide: '0', python: '3' },
  samples: { graded: 4, md5: 'cd', skipped: [{ line: 3, why: 'not JSON' }] },
  run: {
    missing: ['Test/3'],
    unknown: [],
    ungraded: [{ taskId: 'Test/4', error: { code: 'reference-failed', message: 'It raised.', hint: '' } }],
  },
  resultsLength: 1,
}

it('sums up base tests alone', () => {
  const samples = [sample(0, 'pass'), sample(0, 'timeout'), sample(1, 'not-extracted'), sample(2, 'platform-limit')]
  const summary = summariseGrading(told, samples)
  expect(summary).toMatchObject({
    samples: 4,
    tasks: 3,
    pass_at_k: { base: { 'pass@1': 0.5 / 3 }, plus: null },
    kinds: { pass: 1, timeout: 1, 'platform-limit': 1, 'not-extracted': 1 },
    extraction_failures: 1,
    platform_limits: 1,
    missing: ['Test/3'],
    skipped: [{ line: 3, why: 'not JSON' }],
  })
  const text = gradingTable(summary)
  expect(text.split('\n')).toEqual([
    'mine-0a1b2c3d: 5 problems, 9 base tests; format shakedown, md5 ab',
    "4 samples of 3 tasks; 1 not extracted, 1 beyond the platform's limits, 1 task not graded",
    '',
    '      pass@1',
    'base  16.7 %',
    '',
    'Verdicts',
    '  pass            1',
    '  timeout         1',
    '  platform-limit  1',
    '  not-extracted   1',
    'Not graded: Test/4. It raised.',
    'No sample: Test/3',
  ])
})

it('has a line for base and plus together', () => {
  const samples = [sample(0, 'pass', 'pass'), sample(1, 'pass', 'fail')]
  const lines = gradingTable(summariseGrading(told, samples)).split('\n')
  expect(lines.slice(3, 6)).toEqual(['                pass@1', 'base           100.0 %', 'base and plus   50.0 %'])
})
