import type { Benchmark, Problem, Suite } from '../benchmarks/types'
import type { PlainError } from '../errors'
import { VERDICT_KINDS } from '../judge/verdict'
import type { PyValue } from '../judge/value'
import { type JsonPart, jsonText, valueJson } from './json-text'
import { passAtK } from './pass-at-k'
import type { GradedSample, GradingOptions, ImportedSamples } from './types'

/** Raised when what stands under `shakedown` changes its meaning. */
export const RESULTS_VERSION = 1

/** All that a results file tells. */
export interface GradedFile {
  readonly benchmark: Benchmark
  readonly source: Pick<ImportedSamples, 'name' | 'md5' | 'skipped'>
  readonly options: GradingOptions
  readonly limits: Readonly<Record<string, number>>
  readonly environment: { readonly pyodide: string; readonly python: string }
  /** In the order of the benchmark, then of the file. */
  readonly samples: readonly GradedSample[]
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
  readonly ungraded: readonly { readonly taskId: string; readonly error: PlainError }[]
  /** When it was graded; told in local time, as EvalPlus does. */
  readonly date: Date
}

/**
 * eval_results.json as EvalPlus 0.3.1 writes it (date, hash, eval by task) with pass_at_k as its development version adds
 * it, and what we know besides under the key `shakedown`, at the top and in every sample. One line of text.
 */
export function evalResultsText(graded: GradedFile): string {
  const problems = new Map(graded.benchmark.problems.map((problem) => [problem.taskId, problem]))
  const byTask = new Map<string, JsonPart[]>()
  for (const sample of graded.samples) {
    const list = byTask.get(sample.task_id)
    const part = samplePart(sample, problems.get(sample.task_id))
    if (list === undefined) byTask.set(sample.task_id, [part])
    else list.push(part)
  }
  const { base, plus } = passAtK(graded.samples)
  return jsonText({
    date: localMinute(graded.date),
    hash: graded.benchmark.md5,
    eval: Object.fromEntries(byTask),
    pass_at_k: { base, ...(plus !== null && { plus }) },
    shakedown: topPart(graded),
  })
}

function samplePart(sample: GradedSample, problem: Problem | undefined): JsonPart {
  const { id, index, raw, kind, extracted, failing, tests, output, timing } = sample
  return {
    task_id: sample.task_id,
    solution: sample.solution,
    base_status: sample.base_status,
    plus_status: sample.plus_status,
    base_fail_tests: failTests(problem, problem?.base, sample.base_status, tests.base),
    plus_fail_tests: failTests(problem, problem?.plus ?? undefined, sample.plus_status, tests.plus),
    shakedown: {
      id,
      index,
      ...(raw !== sample.solution && { raw }),
      kind,
      extracted,
      failing:
        failing === null ? null : { ...failing, trace: failing.trace?.map(({ line, name }) => ({ line, name })) },
      tests: { ...tests },
      output,
      timing: { ...timing },
    },
  }
}

/**
 * What EvalPlus lists when it stops at the first failure: the last test of which it has a result. That is the failing one;
 * where the program did not answer at all (it does not load, or the whole suite's time ran out), the last that passed, if any.
 */
function failTests(
  problem: Problem | undefined,
  suite: Suite | undefined,
  status: GradedSample['plus_status'],
  marks: string,
): JsonPart[] {
  if (problem === undefined || suite === undefined || status === 'pass' || status === null) return []
  const passed = /^1*/.exec(marks)?.[0].length ?? 0
  const last = status === 'fail' && marks[passed] === '0' ? passed : passed - 1
  if (last < 0) return []
  if (suite.kind === 'program') return [suite.tests[last] ?? '']
  const input = suite.inputs[last]
  return input === undefined ? [] : [input.map((value) => argumentPart(problem.taskId, value))]
}

/** EvalPlus's own serialiser: the float of Mbpp/124, which was text, is text again; every set of Mbpp/115 is a list, as {} is. */
function argumentPart(taskId: string, value: PyValue): JsonPart {
  if (taskId === 'Mbpp/124' && value.type === 'float') return valueJson(value).text
  if (taskId === 'Mbpp/115' && value.type === 'list') return value.items.map(setPart)
  return valueJson(value)
}

function setPart(value: PyValue): JsonPart {
  return valueJson(value.type === 'dict' ? { type: 'list', items: value.entries.map(([key]) => key) } : value)
}

function topPart({ benchmark, source, options, limits, environment, samples, ...graded }: GradedFile): JsonPart {
  const { id, published, format, md5 } = benchmark
  const counts = VERDICT_KINDS.map((kind) => [kind, samples.filter((sample) => sample.kind === kind).length] as const)
  return {
    version: RESULTS_VERSION,
    benchmark: { id, published, format, md5 },
    source: { name: source.name, md5: source.md5, skipped: source.skipped.map(({ line, why }) => ({ line, why })) },
    options: { ...options, tasks: options.tasks },
    limits,
    environment: { ...environment },
    kinds: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    not_extracted: samples.filter(({ extracted }) => !extracted).length,
    missing: graded.missing,
    unknown: graded.unknown,
    ungraded: graded.ungraded.map(({ taskId, error }) => ({ task_id: taskId, error: { ...error } })),
  }
}

/** e.g. "2026-01-31 09:05". */
function localMinute(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
