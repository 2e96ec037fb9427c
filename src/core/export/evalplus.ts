import type { Benchmark } from '../benchmarks/types'
import type { RunRecord, SampleRecord } from '../experiment/record'
import { evalResultsText } from '../grading/eval-results'
import type { GradedSample } from '../grading/types'

/** A cell's programs as EvalPlus's samples.jsonl. */
export function evalPlusSamples(samples: readonly SampleRecord[]): string {
  return samples.map(({ task_id, solution }) => `${JSON.stringify({ task_id, solution })}\n`).join('')
}

/** A sample of a run as one that was graded. */
export function gradedOf(sample: SampleRecord): GradedSample {
  const { id, task_id, index, completion, solution, base_status, plus_status, kind, failing, tests, timing } = sample
  return {
    id,
    task_id,
    index,
    raw: completion,
    solution,
    extracted: kind !== 'not-extracted',
    base_status,
    plus_status,
    kind,
    failing,
    tests,
    output: '',
    timing: { judge_ms: timing.judge_ms },
  }
}

/**
 * A cell's verdicts as EvalPlus's eval_results.json (core/grading/eval-results).
 *
 * @param benchmark null where it is not in this browser: then failing inputs are left out
 */
export function evalPlusResults(
  run: RunRecord,
  cell: string,
  samples: readonly SampleRecord[],
  benchmark: Benchmark | null,
): string {
  const id = run.cells.find(({ key }) => key === cell)?.benchmark ?? ''
  const md5 = run.benchmarks.find((one) => one.id === id)?.md5 ?? ''
  return evalResultsText({
    benchmark: benchmark ?? { id, format: 'evalplus', form: 'mbpp', problems: [], md5, published: null },
    source: { name: `${run.spec.name}, ${cell}`, md5: '', skipped: [] },
    options: { extraction: run.spec.extraction, suites: 'both', tasks: null },
    limits: {},
    environment: { pyodide: run.environment.pyodide, python: run.environment.python },
    samples: samples.map(gradedOf),
    missing: [],
    unknown: [],
    ungraded: [],
    date: new Date(run.environment.finished),
  })
}
