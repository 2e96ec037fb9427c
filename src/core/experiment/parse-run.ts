import * as v from 'valibot'
import { LabError } from '../errors'
import type { PromptRecord, RunRecord, SampleRecord } from './record'
import { PromptSchema, RunSchema, SampleSchema } from './record-schema'
import { describeIssues } from './validate'

const HINT = 'Open a run.json or a .zip that Shakedown exported; docs/schemas says what they hold.'

/** A run.json. Throws LabError `bad-run` naming the path of the offending key, `newer-version`. */
export function parseRun(json: unknown): RunRecord {
  if (isNewer(json)) {
    throw new LabError(
      'newer-version',
      `This run has format ${json.version}; this Shakedown reads format 1.`,
      'Reload the page for the newest Shakedown, or open the run with the version that made it.',
    )
  }
  return parse(RunSchema, json, 'This is not a run')
}

function isNewer(json: unknown): json is { version: number } {
  if (typeof json !== 'object' || json === null || !('kind' in json) || json.kind !== 'shakedown-run') return false
  return 'version' in json && typeof json.version === 'number' && Number.isInteger(json.version) && json.version > 1
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
