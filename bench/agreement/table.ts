import { type Explained, told } from './causes.ts'

export interface SuiteAgreement {
  readonly title: string
  readonly programs: number
  /** Programs on which both sides give the same two statuses. */
  readonly same: number
  /** Samples that count as solved (base and plus pass) on both sides alike. */
  readonly solvedAlike: number
  readonly explained: readonly Explained[]
  /** Of the native side, where anything was tried. */
  readonly python: { readonly python: string; readonly numpy: string } | null
}

export interface AgreementReport {
  readonly suites: readonly SuiteAgreement[]
  readonly operators: readonly (readonly [operator: string, programs: number, disagreements: number])[]
  readonly seed: string
  readonly environment: readonly string[]
}

/** docs/agreement.md */
export function agreementMarkdown({ suites, operators, seed, environment }: AgreementReport): string {
  const total = (count: (suite: SuiteAgreement) => number): number =>
    suites.reduce((sum, suite) => sum + count(suite), 0)
  const programs = total((suite) => suite.programs)
  const agreeing = total((suite) => suite.same)
  const open = suites.flatMap((suite) => suite.explained).filter((one) => one.explanation === null)
  const lines = [
    '# Agreement with EvalPlus',
    '',
    `${programs} programs, ${percent(agreeing, programs)} with the same two statuses (base and plus) as EvalPlus 0.3.1: ` +
      `${programs - agreeing} disagreements, each below with the experiment that makes it vanish; ${open.length} are open.`,
    '',
    'Made by `npm run bench -- agreement`; the programs are made anew from the references by `bench/agreement/mutants.py`',
    `(seed ${seed}). ${environment.join(' ')}`,
    '',
    table(
      ['Benchmark', 'Programs', 'Same statuses', 'Solved or not alike', 'Disagreements', 'Open'],
      suites.map((suite) => [
        suite.title,
        String(suite.programs),
        `${suite.same} (${percent(suite.same, suite.programs)})`,
        `${suite.solvedAlike} (${percent(suite.solvedAlike, suite.programs)})`,
        String(suite.explained.length),
        String(suite.explained.filter((one) => one.explanation === null).length),
      ]),
    ),
    '',
    '## What it found',
    '',
    'Errors of ours that this comparison brought to light, mended, and agreed on since: a call that slept past its limit',
    'had the status `timeout` instead of `fail` (its worker had to be ended; now the sleep ends at the limit); a program',
    'that killed its process (`os.abort()`) had `fail` instead of `timeout`; reading standard input found it empty, where',
    "EvalPlus's cannot be read.",
    '',
    '## Causes',
    '',
    table(['Cause', 'Disagreements'], causes(suites)),
    '',
    '## Every disagreement',
    '',
    'Statuses are base/plus. The number after a task counts its programs in the file, from 0. The kind is ours.',
    'An experiment counts only where the reference of the task keeps its own status under it.',
    '',
    ...suites.flatMap((suite) => [
      `### ${suite.title}`,
      '',
      suite.explained.length === 0
        ? 'None.'
        : table(['Program', 'Operator', 'EvalPlus', 'Ours', 'Cause', 'What makes it vanish'], suite.explained.map(row)),
      '',
    ]),
    '## Operators',
    '',
    table(
      ['Operator', 'Programs', 'Disagreements', 'Same statuses'],
      operators.map(([operator, count, disagreements]) => [
        operator,
        String(count),
        String(disagreements),
        percent(count - disagreements, count),
      ]),
    ),
    '',
  ]
  return lines.join('\n')
}

function row({ program, native, ours, explanation }: Explained): string[] {
  const place = program.place === '' ? '' : `: ${program.place}`
  const kind = ours.kind === null || ours.kind === 'pass' ? '' : ` (${ours.kind})`
  return [
    `${program.task} #${program.index}`,
    `${program.operator}${place}`,
    told(native),
    `${told(ours)}${kind}`,
    explanation?.cause ?? `**Open.** Ours: ${ours.got ?? 'nothing more is known'}`,
    explanation?.experiment ?? 'nothing that was tried',
  ]
}

function causes(suites: readonly SuiteAgreement[]): string[][] {
  const counts = new Map<string, number>()
  for (const { explanation } of suites.flatMap((suite) => suite.explained)) {
    const cause = explanation?.cause ?? 'Open'
    counts.set(cause, (counts.get(cause) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([cause, count]) => [cause, String(count)])
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text
    .replaceAll('\n', ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll('*', '\\*')
    .replaceAll('\\*\\*Open.\\*\\*', '**Open.**')
}
