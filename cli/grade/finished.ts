import { parseJson } from '../../src/core/benchmarks/json'
import { LabError } from '../../src/core/errors'
import { plainJson } from '../../src/core/grading/json-text'
import { parseGradedSample } from '../../src/core/grading/parse-graded'
import type { GradedSample } from '../../src/core/grading/types'

/**
 * Samples of a result file that `grade` wrote (core/grading/eval-results), with their ids. Throws LabError `usage` for
 * any other file: it is not to be written over.
 */
export function gradedSamplesOf(path: string, text: string): GradedSample[] {
  try {
    const file = record(plainJson(parseJson(text)))
    record(file['shakedown'])
    return Object.values(record(file['eval'])).flatMap((samples) => {
      if (!Array.isArray(samples)) throw new TypeError('The samples of a task are a list.')
      return samples.map(gradedSample)
    })
  } catch (cause) {
    const hint = 'Give another file with --out, or delete this one.'
    throw new LabError('usage', `${path} holds something else than results of "grade".`, hint, { cause })
  }
}

function gradedSample(json: unknown): GradedSample {
  const { task_id, solution, base_status, plus_status, shakedown } = record(json)
  return parseGradedSample({ raw: solution, ...record(shakedown), task_id, solution, base_status, plus_status })
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('This is no object.')
  return { ...value }
}
