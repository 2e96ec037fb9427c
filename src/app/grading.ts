import { evalResultsText } from '../core/grading/eval-results'
import { parseSamples } from '../core/grading/parse-samples'
import { solutionsText } from '../core/grading/write-samples'
import { startGrading } from '../lab/grade/start'
import { createJudge } from '../python'
import { createGradeStore } from '../storage/grade-store'
import type { Grading } from '../ui/services'

const json = (text: string): Blob => new Blob([text], { type: 'application/json' })

export const grading: Grading = {
  start: startGrading,
  store: createGradeStore(),
  openJudge: (limits) => createJudge(limits),
  readSamples: parseSamples,
  resultsFile: (graded) => json(evalResultsText(graded)),
  samplesFile: ({ samples }) => json(solutionsText(samples)),
}
