import type { BenchmarkFacts } from '../../src/headless/grade-api'
import type { GradingSummary } from './summary'
import { counted, listed, several } from './words'

/** The result for people: pass@k of base and plus tests, what was graded, and the verdicts by kind. */
export function gradingTable(summary: GradingSummary): string {
  const { base, plus } = summary.pass_at_k
  const ks = Object.keys(base)
  const row = (name: string, values: typeof base): string[] => [
    name,
    ...ks.map((k) => {
      const value = values[k]
      return value === undefined ? '-' : `${(100 * value).toFixed(1)} %`
    }),
  ]
  const rows = [['', ...ks], row('base', base), ...(plus === null ? [] : [row('base and plus', plus)])]
  const kinds = Object.entries(summary.kinds).map(([kind, n]) => [`  ${kind}`, counted(n)])
  return [
    benchmarkLine(summary.benchmark),
    `${several(summary.samples, 'sample')} of ${several(summary.tasks, 'task')}; ${summary.extraction_failures} not extracted, ${summary.platform_limits} beyond the platform's limits, ${several(summary.ungraded.length, 'task')} not graded`,
    '',
    ...aligned(rows),
    '',
    'Verdicts',
    ...aligned(kinds),
    ...summary.ungraded.map(({ taskId, error }) => `Not graded: ${taskId}. ${error.message}`),
    ...(summary.missing.length > 0 ? [`No sample: ${listed(summary.missing)}`] : []),
  ].join('\n')
}

/** e.g. "HumanEval+ v0.1.10: 164 problems, 1,570 base and 122,683 plus tests, format evalplus, md5 fe58...". */
export function benchmarkLine({ id, published, problems, tests, format, md5 }: BenchmarkFacts): string {
  const plus = tests.plus === null ? '' : ` and ${counted(tests.plus)} plus`
  return `${published ?? id}: ${problems} problems, ${counted(tests.base)} base${plus} tests; format ${format}, md5 ${md5}`
}

/** First column to the left, numbers to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) =>
    widths
      .map((width, at) => (at === 0 ? (row[at] ?? '').padEnd(width) : (row[at] ?? '').padStart(width)))
      .join('  ')
      .trimEnd(),
  )
}
