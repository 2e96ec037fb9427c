import { LabError } from '../../errors'
import {
  FINDING_RUNS,
  commandFor,
  type Answered,
  type AnswerTable,
  type FindingRunName,
  type FindingRuns,
} from './answered'
import { absentRuns, type AllAnswers } from './questions'
import type { FindingRun } from './verdicts'

/** The results of docs/findings.md stand between these; what is outside is left as it is. */
export const [RESULTS_START, RESULTS_END] = ['<!-- results -->', '<!-- /results -->'] as const

/** The document with its results replaced, or put at its end where it has none. Throws LabError for half a pair of marks. */
export function withResults(document: string, results: string): string {
  const [start, end] = [document.indexOf(RESULTS_START), document.indexOf(RESULTS_END)]
  const block = `${RESULTS_START}\n\n${results.trim()}\n\n${RESULTS_END}`
  if (start < 0 && end < 0) return `${document.trimEnd()}\n\n${block}\n`
  if (start < 0 || end < start) {
    throw new LabError(
      'internal',
      `The marks ${RESULTS_START} and ${RESULTS_END} do not both stand in the document, in this order.`,
      'Put them back, or take both out: they are then added at the end.',
    )
  }
  return `${document.slice(0, start)}${block}${document.slice(end + RESULTS_END.length)}`
}

/** The results in Markdown: the runs, then question by question. */
export function resultsDocument(runs: FindingRuns, { answered, missing }: AllAnswers): string {
  return [
    '## The results',
    'Written by `npm run findings`; everything above was there before the runs. Every interval is a 95 % percentile bootstrap, seeded, so that the same runs give the same figures. "Sees" is the smallest difference that so many problems find in four of five studies: 2.80 standard errors of the bootstrap. An effect is called one only where its interval leaves out 0 and, which the plan did not ask for but docs/decisions.md (15) does, an exact sign test by problem is below 0.05: with few problems that differ an interval alone is too sure. Above/below are the problems on either side of 0.',
    runsTable(runs),
    'Kept beside this page (public/recorded/findings-NAME): all verdicts and prompts of each run, and the texts of every tenth problem. `npx shakedown stats public/recorded/findings-NAME` prints all its statistics, cell by cell.',
    ...absentText(runs),
    ...missing.map(({ title, runs: names }) => `Not answered yet: **${title}** (needs ${names.map(code).join(', ')}).`),
    ...answered.map((one) => sectionOf(one, one.needs)),
  ].join('\n\n')
}

function runsTable(runs: FindingRuns): string {
  const rows = FINDING_RUNS.flatMap((name) => {
    const open = runs[name]
    return open === undefined ? [] : [rowOf(name, open)]
  })
  return markdownTable({ title: '', columns: ['run', 'id', 'variants', 'conditions', 'samples', ''], rows })
}

function rowOf(name: FindingRunName, { run, table }: FindingRun): string[] {
  const counts = [run.variants.length, run.conditions.length, table.size].map((count) => count.toLocaleString('en'))
  return [name, code(run.id.slice(0, 12)), ...counts, run.status === 'finished' ? '' : 'not finished']
}

function absentText(runs: FindingRuns): string[] {
  const absent = absentRuns(runs)
  return absent.length === 0 ? [] : [`Runs that are not there yet: ${absent.map(code).join(', ')}.`]
}

function sectionOf({ title, answers, tables, limits }: Answered, needs: readonly FindingRunName[]): string {
  return [
    `### ${title}`,
    answers.map(({ answer }) => `- ${answer}`).join('\n'),
    ...tables.flatMap((table) => [`${table.title}:`, markdownTable(table)]),
    ...(limits.length === 0 ? [] : [limits.join(' ')]),
    `Again: \`${commandFor(needs)}\``,
  ].join('\n\n')
}

function code(text: string): string {
  return `\`${text}\``
}

/** First column to the left, the others to the right. */
export function markdownTable({ columns, rows }: AnswerTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const marks = columns.map((_, place) => (place === 0 ? '---' : '---:'))
  return [line(columns), `| ${marks.join(' | ')} |`, ...rows.map(line)].join('\n')
}
