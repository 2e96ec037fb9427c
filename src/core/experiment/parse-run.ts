import * as v from 'valibot'
import { LabError } from '../errors'
import type { PromptRecord, RunRecord, SampleRecord } from './record'
import { PromptSchema, RunSchema, SampleSchema } from './record-schema'
import { describeIssues } from './validate'

const HINT = 'Open a run.json or a .zip that Shakedown exported; docs/schemas says what they hold.'

/** A run.json. Throws LabError `bad-run` naming the path of the offending key. */
export function parseRun(json: unknown): RunRecord {
  return parse(RunSchema, json, 'This is not a run')
}

/** A line of samples.jsonl. Throws LabError `bad-run`. */
export function parseSample(json: unknown): SampleRecord {
  return parse(SampleSchema, json, 'This is not a sample')
}

/** A line of prompts.jsonl. Throws LabError `bad-run`. */
export function parsePrompt(json: unknown): PromptRecord {
  return parse(PromptSchema, json, 'This is not a prompt')
}

/** Text of a run.json. Throws LabError `bad-run` also for what is not JSON. */
export function parseRunText(text: string): RunRecord {
  return parseRun(parseJson(text, 'run.json'))
}

/** Lines of a .jsonl, each read by `read`; errors name the line. */
export function parseLines<T>(text: string, name: string, read: (json: unknown) => T): T[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const where = `${name}, line ${index + 1}`
    const json = parseJson(line, where)
    try {
      return [read(json)]
    } catch (thrown) {
      if (!(thrown instanceof LabError)) throw thrown
      throw new LabError(thrown.code, `${where}: ${thrown.message}`, thrown.hint, { cause: thrown })
    }
  })
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LabError('bad-run', `${name} is not JSON: ${reason}`, HINT, { cause })
  }
}

function parse<T>(schema: v.GenericSchema<unknown, T>, json: unknown, what: string): T {
  const parsed = v.safeParse(schema, json)
  if (parsed.success) return parsed.output
  throw new LabError('bad-run', `${what}: ${describeIssues(parsed.issues)}.`, HINT)
}
