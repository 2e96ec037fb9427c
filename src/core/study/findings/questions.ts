import { FINDING_RUNS, type Answered, type FindingRunName, type FindingRuns, type Question } from './answered'
import { basePlusQuestion } from './base-plus'
import { dropQuestion } from './drop'
import { dropBySizeQuestion } from './drop-by-size'
import { extractionQuestion } from './extraction'
import { floorQuestion } from './floor'
import { lossQuestion } from './loss'
import { newlineQuestion } from './newline'
import { noiseQuestion } from './noise'
import { nullRrsQuestion } from './null-rrs'
import { rejoinQuestion } from './rejoin'
import { sensitivityQuestion } from './sensitivity'

/** The plan's six questions in its order, then what its runs say besides. */
export const QUESTIONS: readonly Question[] = [
  dropQuestion,
  dropBySizeQuestion,
  noiseQuestion,
  newlineQuestion,
  nullRrsQuestion,
  basePlusQuestion,
  rejoinQuestion,
  extractionQuestion,
  floorQuestion,
  sensitivityQuestion,
  lossQuestion,
]

/** What could be answered, and what could not for want of runs. */
export interface AllAnswers {
  readonly answered: readonly (Answered & { readonly needs: readonly FindingRunName[] })[]
  readonly missing: readonly { readonly title: string; readonly runs: readonly FindingRunName[] }[]
}

/** Answers every question that the runs at hand can answer; nothing is put in place of the others. */
export function answersOf(runs: FindingRuns): AllAnswers {
  const results = QUESTIONS.map(({ title, needs, answer }) => ({ title, needs, answered: answer(runs) }))
  return {
    answered: results.flatMap(({ needs, answered }) => (answered === null ? [] : [{ ...answered, needs }])),
    missing: results.flatMap(({ title, needs, answered }) => {
      if (answered !== null) return []
      const absent = needs.filter((name) => runs[name] === undefined)
      return [{ title, runs: absent.length === 0 ? [...needs] : absent }]
    }),
  }
}

/** Runs that are not there. */
export function absentRuns(runs: FindingRuns): FindingRunName[] {
  return FINDING_RUNS.filter((name) => runs[name] === undefined)
}
