import * as v from 'valibot'
import { JsonError, parseJson } from '../benchmarks/json'
import { readTextFile } from '../benchmarks/text-file'
import { LabError } from '../errors'
import { describeIssues } from '../experiment/validate'
import { clipText } from '../judge/repr'
import type { SuiteStatus } from '../judge/verdict'
import { plainJson } from './json-text'

/** A verdict of somebody's eval_results.json. */
export interface EvalSample {
  readonly taskId: string
  /** Place among the samples of its task, from 0. */
  readonly index: number
  readonly solution: string
  readonly baseStatus: SuiteStatus
  /** Null where only base tests were run. */
  readonly plusStatus: SuiteStatus | null
}

export interface EvalResults {
  /** MD5 of the data set; null where the file does not say. */
  readonly hash: string | null
  readonly date: string | null
  /** In the order of the file. */
  readonly samples: readonly EvalSample[]
}

const Status = v.picklist(['pass', 'fail', 'timeout'])
const Sample = v.object({
  task_id: v.optional(v.string()),
  solution: v.optional(v.string(), ''),
  base_status: Status,
  plus_status: v.optional(v.nullable(Status), null),
})
const File = v.object({
  hash: v.optional(v.nullable(v.string()), null),
  date: v.optional(v.nullable(v.string()), null),
  eval: v.record(v.string(), v.array(Sample)),
})

const HINT = "Give the eval_results.json of EvalPlus 0.2 or newer, or of Shakedown's grade command."

/** Reads EvalPlus's results, or ours. Throws LabError `bad-run`, `truncated-file`, `html-instead-of-file`. */
export function parseEvalResults(name: string, bytes: Uint8Array): EvalResults {
  const { text } = readTextFile({ name, code: 'bad-run', what: 'a file of results' }, bytes)
  const parsed = v.safeParse(File, plainJson(parse(name, text)))
  if (!parsed.success) {
    const issues = clipText(describeIssues(parsed.issues))
    throw new LabError('bad-run', `${name} is no file of results: ${issues}.`, HINT)
  }
  const { hash, date, eval: tasks } = parsed.output
  const samples = Object.entries(tasks).flatMap(([taskId, list]) =>
    list.map((sample, index) => ({
      taskId,
      index,
      solution: sample.solution,
      baseStatus: sample.base_status,
      plusStatus: sample.plus_status,
    })),
  )
  return { hash, date, samples }
}

function parse(name: string, text: string): ReturnType<typeof parseJson> {
  try {
    return parseJson(text)
  } catch (problem) {
    if (problem instanceof JsonError) throw new LabError('bad-run', `${name}: ${problem.message}.`, HINT)
    throw problem
  }
}
