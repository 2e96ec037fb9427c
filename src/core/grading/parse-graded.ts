import * as v from 'valibot'
import { LabError } from '../errors'
import { FailingTestSchema } from '../experiment/record-schema'
import { describeIssues } from '../experiment/validate'
import { VERDICT_KINDS } from '../judge/verdict'
import type { GradedSample } from './types'

const Status = v.picklist(['pass', 'fail', 'timeout'])
const Marks = v.pipe(v.string(), v.regex(/^[10-]*$/))

export const GradedSampleSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  task_id: v.string(),
  index: v.pipe(v.number(), v.integer(), v.minValue(0)),
  raw: v.string(),
  solution: v.string(),
  extracted: v.boolean(),
  base_status: Status,
  plus_status: v.nullable(Status),
  kind: v.picklist(VERDICT_KINDS),
  failing: v.nullable(FailingTestSchema),
  tests: v.strictObject({ base: Marks, plus: Marks }),
  output: v.string(),
  timing: v.strictObject({ judge_ms: v.number() }),
})

/** A graded sample as files keep it. Throws LabError `bad-run` naming the path of the offending key. */
export function parseGradedSample(json: unknown): GradedSample {
  const parsed = v.safeParse(GradedSampleSchema, json)
  if (parsed.success) return parsed.output
  throw new LabError(
    'bad-run',
    `This is not a graded sample: ${describeIssues(parsed.issues)}.`,
    'Grade the samples again, or open a file that Shakedown wrote.',
  )
}
