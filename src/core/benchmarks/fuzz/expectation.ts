import type { EvalResults } from '../../grading/parse-eval-results'
import type { ImportedSamples } from '../../grading/types'
import { testCount } from '../count-tests'
import type { Benchmark } from '../types'

/** What a file holds, read once more in another way (JSON.parse), to find what a parser lost without saying so. */

interface Line {
  readonly line: number
  /** Undefined where JSON.parse gives up: Python's constants aside, that is no JSON. */
  readonly value: unknown
}

function readLines(text: string): Line[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map((content, at) => ({ line: at + 1, content }))
    .filter(({ content }) => content.trim() !== '')
    .map(({ line, content }) => ({ line, value: readJson(content) }))
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/-?\b(?:NaN|Infinity)\b/g, 'null'))
  } catch {
    return undefined
  }
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined
const size = (value: unknown): number | null =>
  Array.isArray(value) ? value.length : typeof value === 'object' && value !== null ? 0 : null

/** Tests that a row has by its fields: base and plus; null for none. */
function testsOf(row: unknown): readonly [number | null, number | null] {
  if (field(row, 'base_input') !== undefined) return [size(field(row, 'base_input')), size(field(row, 'plus_input'))]
  const suite = (name: string): number | null => {
    const tests = field(row, name)
    return size(field(tests, 'cases') ?? field(tests, 'inputs') ?? field(tests, 'asserts'))
  }
  if (field(row, 'tests') !== undefined) return [suite('tests'), suite('plus_tests')]
  if (field(row, 'test_list') !== undefined) return [size(field(row, 'test_list')), null]
  return [1, null]
}

/** What is wrong with a benchmark that was read from this text; null when nothing is. */
export function misreadBenchmark(text: string, { problems }: Benchmark): string | null {
  const isList = text.trimStart().startsWith('[')
  const list = isList ? readJson(text) : readLines(text).map(({ value }) => value)
  const rows: readonly unknown[] = Array.isArray(list) ? list : []
  if (rows.length !== problems.length) return `${rows.length} rows, but ${problems.length} problems`
  for (const [index, problem] of problems.entries()) {
    const [base, plus] = testsOf(rows[index])
    const got = [testCount(problem.base), problem.plus === null ? null : testCount(problem.plus)]
    if (got[0] !== base || got[1] !== plus)
      return `row ${index + 1} has ${base} and ${plus} tests, its problem ${got.join(' and ')}`
  }
  return null
}

/** As misreadBenchmark, for samples: each line is a sample, the same as by another reading, or is told as skipped. */
export function misreadSamples(text: string, { samples, skipped }: ImportedSamples): string | null {
  const read = new Map(samples.map((sample) => [sample.line, sample]))
  const left = new Map(skipped.map(({ line, why }) => [line, why]))
  const counts = new Map<string, number>()
  const lines = readLines(text)
  if (lines.length !== read.size + left.size) return `${lines.length} lines, ${read.size} read, ${left.size} skipped`
  for (const { line, value } of lines) {
    const solution = field(value, 'solution')
    const completion = field(value, 'completion')
    const task = field(value, 'task_id')
    const program = solution === undefined ? completion : solution
    const isSample = typeof task === 'string' && task !== '' && typeof program === 'string'
    const sample = read.get(line)
    if (sample === undefined) {
      if (isSample && !/digits|deeply/.test(left.get(line) ?? '')) return `line ${line} is a sample that was left out`
      continue
    }
    const index = counts.get(sample.taskId) ?? 0
    counts.set(sample.taskId, index + 1)
    const kind = solution === undefined ? 'completion' : 'solution'
    const isSame = sample.taskId === task && sample.text.value === program && sample.text.kind === kind
    if (!isSample || !isSame || sample.index !== index) return `line ${line} was read as something else`
  }
  return null
}

export function misreadResults(text: string, { samples }: EvalResults): string | null {
  const tasks = field(readJson(text.replace(/^\ufeff/, '')), 'eval')
  const count = Object.values(typeof tasks === 'object' && tasks !== null ? tasks : {})
    .map((list) => size(list) ?? NaN)
    .reduce((sum, one) => sum + one, 0)
  return count === samples.length ? null : `${count} samples, ${samples.length} read`
}
