import type { GradedFile } from '../../../core/grading/eval-results'
import type { GradedRun, GradeRequest } from '../../../lab/grade/port'
import type { JudgeEnvironment } from '../../../lab/ports'

/** All of a grading that has just come to its end. */
export function finishedFile(
  { benchmark, samples, options, limits }: GradeRequest,
  run: GradedRun,
  environment: JudgeEnvironment,
): GradedFile {
  return { benchmark, source: samples, options, limits, environment, ...run, date: new Date() }
}
