import type { PyValue } from '../judge/value'
import { ASSERT_SECONDS } from './evalplus'
import { parseLiteral } from './python-literal'
import { numberOf, type Row } from './row'
import { LONGEST_TIME_LIMIT, PYTHON_KEY } from './suite-schema'
import type { Arguments, Problem, Suite } from './types'

const FIELDS = [
  ...['task_id', 'prompt', 'entry_point', 'canonical_solution', 'tests', 'plus_tests'],
  ...['atol', 'time_limit'],
]

/**
 * A row of a person's own suite (docs/suites.md, docs/schemas/suite.schema.json). A field that is not known is an error:
 * a slip of the pen must not leave tests out.
 */
export function parseSuiteRow(row: Row): Problem {
  const unknown = row.names().find((name) => !FIELDS.includes(name))
  if (unknown !== undefined) throw row.fail(`unknown field ${JSON.stringify(unknown)}; known: ${FIELDS.join(', ')}`)
  const canonicalSolution = row.textOrEmpty('canonical_solution')
  const seconds = timeLimit(row)
  const suite = (name: string) => suiteOf(row, name, seconds, canonicalSolution)
  const base = suite('tests')
  const plus = row.has('plus_tests') ? suite('plus_tests') : null
  if (seconds !== null && base.kind !== 'program' && plus?.kind !== 'program') {
    throw row.fail('"time_limit" is for "asserts"; calls get their limits from the reference and the judge')
  }
  return {
    taskId: row.taskId(),
    prompt: row.text('prompt'),
    entryPoint: row.entryPoint(),
    canonicalSolution,
    contract: '',
    base,
    plus,
    atol: row.tolerance(),
    original: null,
  }
}

function timeLimit(row: Row): number | null {
  if (!row.has('time_limit')) return null
  const seconds = numberOf(row.get('time_limit'))
  if (seconds > 0 && seconds <= LONGEST_TIME_LIMIT) return seconds
  throw row.fail(`"time_limit" must be a number of seconds above 0, at most ${LONGEST_TIME_LIMIT}`)
}

function suiteOf(row: Row, name: string, seconds: number | null, canonicalSolution: string): Suite {
  const fields = fieldsOf(row, row.get(name), `"${name}"`)
  const kinds = ['cases', 'inputs', 'asserts'].filter((kind) => fields.has(kind))
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) throw row.fail(`"${name}" must have one of cases, inputs, asserts`)
  const unknown = [...fields.keys()].find((key) => key !== kind && !(kind === 'asserts' && key === 'setup'))
  if (unknown !== undefined) throw row.fail(`"${name}": unknown field ${JSON.stringify(unknown)} beside ${kind}`)
  const field = fields.get(kind)
  if (field?.type !== 'list' || field.items.length === 0) throw row.fail(`"${name}".${kind} must be a list of tests`)
  const tests = field.items.map((value, index) => ({ value, what: `"${name}".${kind}, test ${index + 1}` }))
  switch (kind) {
    case 'cases': {
      const cases = tests.map(({ value, what }) => caseOf(row, value, what))
      return { kind, inputs: cases.map(({ input }) => input), expected: cases.map(({ expected }) => expected) }
    }
    case 'inputs':
      if (canonicalSolution.trim() === '') throw row.fail(`"${name}".inputs needs "canonical_solution" to answer them`)
      return { kind, inputs: tests.map(({ value, what }) => argumentsOf(row, value, what)) }
    default:
      return {
        kind: 'program',
        setup: fields.has('setup') ? row.asText(fields.get('setup'), `"${name}".setup`) : '',
        tests: tests.map(({ value, what }) => row.asText(value, what)),
        seconds: seconds ?? ASSERT_SECONDS,
      }
  }
}

function caseOf(row: Row, value: PyValue, what: string): { readonly input: Arguments; readonly expected: PyValue } {
  const fields = fieldsOf(row, value, what)
  const expected = fields.get('expected')
  if (expected === undefined || !fields.has('input') || fields.size > 2) {
    throw row.fail(`${what} must have "input" and "expected", and nothing else`)
  }
  return { input: argumentsOf(row, fields.get('input'), what), expected: resolve(row, expected, what) }
}

function argumentsOf(row: Row, value: PyValue | undefined, what: string): Arguments {
  if (value?.type !== 'list') throw row.fail(`${what} must give a list of arguments`)
  return value.items.map((item) => resolve(row, item, what))
}

function fieldsOf(row: Row, value: PyValue | undefined, what: string): Map<string, PyValue> {
  if (value?.type !== 'dict') throw row.fail(`${what} must be an object`)
  return new Map(value.entries.map(([key, item]) => [key.type === 'str' ? key.value : '', item]))
}

/** JSON values are themselves; `{"$py": "(1, {2})"}`, at any depth, is the value that the Python literal writes. */
function resolve(row: Row, value: PyValue, what: string): PyValue {
  if (value.type === 'list') return { type: 'list', items: value.items.map((item) => resolve(row, item, what)) }
  if (value.type !== 'dict') return value
  const isLiteral = value.entries.some(([key]) => key.type === 'str' && key.value === PYTHON_KEY)
  if (!isLiteral) return { type: 'dict', entries: value.entries.map(([key, item]) => [key, resolve(row, item, what)]) }
  const [, literal] = value.entries[0] ?? []
  if (value.entries.length > 1 || literal?.type !== 'str') {
    throw row.fail(`${what}: "${PYTHON_KEY}" stands alone and has a text with a Python literal`)
  }
  const parsed = parseLiteral(literal.value)
  if (typeof parsed === 'string') throw row.fail(`${what}: ${JSON.stringify(clip(literal.value))} ${parsed}`)
  return parsed.value
}

function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}
