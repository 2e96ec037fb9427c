import * as v from 'valibot'
import { LabError } from '../errors'
import { parseLines, parseRun } from './parse-run'
import { RejectedPromptSchema } from './record-schema'
import type { RejectedPrompt } from './record'
import { describeIssues } from './validate'

/**
 * Rejected prompts from a file: a run.json with a review, or lines of {"task_id", "prompt"}, as in samples.jsonl.
 * Throws LabError `bad-run` naming the line.
 */
export function parseRejected(text: string, name: string): readonly RejectedPrompt[] {
  const whole = wholeJson(text)
  if (typeof whole === 'object' && whole !== null && 'kind' in whole) return parseRun(whole).review?.rejected ?? []
  return parseLines(text, name, (json) => {
    const line = v.safeParse(RejectedPromptSchema, json)
    if (line.success) return line.output
    throw new LabError(
      'bad-run',
      `This is no rejected prompt: ${describeIssues(line.issues)}.`,
      'Give the run.json of a run whose prompts were looked through, or lines of {"task_id": …, "prompt": hash}.',
    )
  })
}

/** Null for what is not one JSON value, as lines of them are not. */
function wholeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
