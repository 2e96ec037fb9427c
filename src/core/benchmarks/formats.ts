import { parseEvalPlusRow } from './evalplus'
import { parseHumanEvalRow } from './human-eval'
import { parseMbppRow } from './mbpp'
import type { Row } from './row'
import { parseSuiteRow } from './suite'
import type { BenchmarkFormat, Problem, PromptForm } from './types'

export interface Format {
  readonly format: BenchmarkFormat
  /** A row with one of these is of this format; what else a row must have, its parser says. */
  readonly signs: readonly string[]
  /** Null where a file's prompts decide. */
  readonly form: PromptForm | null
  readonly parse: (row: Row) => Problem
}

/** Fields that ReCode adds to human-eval's rows. */
const RECODE_SIGNS = ['seed', 'perturbed', 'partial', 'completion']

/** In this order: MBPP+ rows could be told from no other by their prompt and entry point. The one place to add a format. */
const FORMATS: readonly Format[] = [
  { format: 'evalplus', signs: ['base_input', 'plus_input'], form: null, parse: parseEvalPlusRow },
  { format: 'shakedown', signs: ['tests', 'plus_tests'], form: null, parse: parseSuiteRow },
  { format: 'mbpp', signs: ['test_list'], form: 'mbpp', parse: parseMbppRow },
  { format: 'human-eval', signs: ['test'], form: 'humaneval', parse: parseHumanEvalRow },
]

/** The format of a file by the fields of its rows, which are all of one. Throws LabError `bad-benchmark`. */
export function recognise(rows: readonly Row[]): Format {
  const [first] = rows
  if (first === undefined) throw new RangeError('A file without rows has no format.')
  const found = formatOf(first)
  for (const row of rows) {
    const other = formatOf(row)
    if (other !== found) throw row.fail(`this is a problem of format ${other.format}, the first is of ${found.format}`)
  }
  const isRecode = found.format === 'human-eval' && rows.some((row) => RECODE_SIGNS.some((sign) => row.has(sign)))
  return isRecode ? { ...found, format: 'recode' } : found
}

function formatOf(row: Row): Format {
  const found = FORMATS.find(({ signs }) => signs.some((sign) => row.has(sign)))
  if (found !== undefined) return found
  const signs = FORMATS.map((format) => `${format.signs.join(' or ')} (${format.format})`).join(', ')
  const names = row.names().slice(0, 12)
  const fields = names.length === 0 ? 'no fields' : `only ${names.map((name) => JSON.stringify(name)).join(', ')}`
  throw row.fail(`unknown format: looked for ${signs} and found ${fields}`)
}
