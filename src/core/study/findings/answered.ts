import type { Finding } from '../../paper/findings'
import type { FindingRun } from './verdicts'

/** The runs of examples/findings, each named by its spec. */
export const FINDING_RUNS = ['attacks', 'newline', 'noise', 'floor', 'extraction', 'sensitivity'] as const
export type FindingRunName = (typeof FINDING_RUNS)[number]

/** Those that are there. */
export type FindingRuns = Readonly<Partial<Record<FindingRunName, FindingRun>>>

/** A table of docs/findings.md, its first column text. */
export interface AnswerTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What a question came to: for the file of findings, and for the page of documents. */
export interface Answered {
  readonly title: string
  readonly answers: readonly Finding[]
  readonly tables: readonly AnswerTable[]
  /** What the numbers do not say. */
  readonly limits: readonly string[]
}

/** A question of the plan. */
export interface Question {
  readonly title: string
  /** The runs that it cannot do without. */
  readonly needs: readonly FindingRunName[]
  /** Null where the runs do not hold what it asks for. */
  readonly answer: (runs: FindingRuns) => Answered | null
}

/** Makes an answer anew, from nothing. */
export function commandFor(names: readonly FindingRunName[]): string {
  const runs = names.map((name) => `npx shakedown run examples/findings/${name}.json --out out/findings/${name}`)
  return [...runs, 'npm run findings'].join(' && ')
}
