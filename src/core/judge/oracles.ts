import type { Problem } from '../benchmarks/types'
import { keysOf, pythonEquals } from './compare'
import { digitDistance, isWithin, polynomialAt, surfaceArea } from './oracle-formulas'
import { rangeLength } from './range'
import type { PyValue } from './value'

export interface Question extends Answer {
  readonly expected: PyValue
}

export interface Answer {
  readonly input: readonly PyValue[]
  readonly got: PyValue
  /** Absolute tolerance that the tests before this one left in force, 0 for none. */
  readonly tolerance: number
}

/**
 * How EvalPlus 0.3.1 decides a test whose call returned a value. `matches` is null where its own code raises, which
 * fails the test on the spot.
 */
export type Oracle =
  /** What does not match has a second chance with the tolerance. `equalPasses`: what equals the expected value matches. */
  | {
      readonly kind: 'match'
      readonly equalPasses: boolean
      /** Whether nothing matches but what equals the expected value. */
      readonly isEquality: boolean
      readonly matches: (question: Question) => boolean | null
    }
  /** There is no second chance, and no tolerance comes of the expected value. */
  | { readonly kind: 'final'; readonly passes: (answer: Answer) => boolean }

const ZERO: PyValue = { type: 'int', value: 0n }

const equality: Oracle = {
  kind: 'match',
  equalPasses: true,
  isEquality: true,
  matches: ({ expected, got }) => pythonEquals(got, expected),
}

function equalOr(otherwise: (question: Question) => boolean | null): Oracle {
  return {
    kind: 'match',
    equalPasses: true,
    isEquality: false,
    matches: (question) => pythonEquals(question.got, question.expected) || otherwise(question),
  }
}

/** Takes the place of equality: equal lists of what no set can hold do not match. */
const sameSet: Oracle = {
  kind: 'match',
  equalPasses: false,
  isEquality: false,
  matches: ({ expected, got }) => setsEqual(got, expected),
}

/**
 * The worker answers these with a bool: the program's own, else whether it gave anything but None. EvalPlus keeps of the
 * reference only whether it gave anything but None; that is the same for the three it has, which return re.Match or
 * None. Of a reference that returned False, EvalPlus would expect True.
 */
const notNone: Oracle = {
  kind: 'match',
  equalPasses: true,
  isEquality: false,
  matches: ({ expected, got }) =>
    got.type === 'bool'
      ? pythonEquals(got, expected)
      : pythonEquals(expected, { type: 'bool', value: got.type !== 'none' }),
}

/**
 * The value must be a root. Two things differ from EvalPlus, on purpose. It evaluates the polynomial that the program
 * left in its argument: one that empties the list passes with any number there; here it is the input as it was sent.
 * And 0.3.1 forgets to note that such a test passed, so that HumanEval/32 always ends as "fail" there, for the reference
 * too.
 */
const isRoot: Oracle = {
  kind: 'final',
  passes: ({ input, got, tolerance }) => {
    const [coefficients, ...rest] = input
    if (coefficients === undefined || rest.length > 0) return false
    const value = polynomialAt(coefficients, got)
    return value !== null && Math.abs(value) <= tolerance
  },
}

const NOT_NONE = ['check_str', 'text_match_three', 'text_starta_endb']

/** By entry point, as EvalPlus keys them. */
const MBPP: ReadonlyMap<string, Oracle> = new Map<string, Oracle>([
  ['are_equivalent', equalOr(() => true)],
  ['sum_div', equalOr(({ got }) => pythonEquals(got, ZERO))],
  [
    'surface_Area',
    equalOr(({ input, got, tolerance }) => {
      const other = surfaceArea(input)
      return other === null ? null : isWithin(got, other, tolerance)
    }),
  ],
  [
    'digit_distance_nums',
    equalOr(({ input, got }) => {
      const other = digitDistance(input)
      return other === null ? null : pythonEquals(got, { type: 'int', value: other })
    }),
  ],
  ...[
    'similar_elements',
    'find_char_long',
    'common_in_nested_lists',
    'extract_singly',
    'larg_nnum',
    'intersection_array',
    'find_dissimilar',
    'Diff',
  ].map((name) => [name, sameSet] as const),
  ...NOT_NONE.map((name) => [name, notNone] as const),
])

const HUMANEVAL: ReadonlyMap<string, Oracle> = new Map([['find_zero', isRoot]])

/**
 * Under which name EvalPlus has an oracle for a task. Its own key is the entry point alone; an attack may have given the
 * function another one, and the task wants the same answers still.
 */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['HumanEval/32', 'find_zero'],
  ['Mbpp/2', 'similar_elements'],
  ['Mbpp/7', 'find_char_long'],
  ['Mbpp/111', 'common_in_nested_lists'],
  ['Mbpp/140', 'extract_singly'],
  ['Mbpp/164', 'are_equivalent'],
  ['Mbpp/232', 'larg_nnum'],
  ['Mbpp/249', 'intersection_array'],
  ['Mbpp/295', 'sum_div'],
  ['Mbpp/558', 'digit_distance_nums'],
  ['Mbpp/579', 'find_dissimilar'],
  ['Mbpp/581', 'surface_Area'],
  ['Mbpp/737', 'check_str'],
  ['Mbpp/769', 'Diff'],
  ['Mbpp/787', 'text_match_three'],
  ['Mbpp/794', 'text_starta_endb'],
])

/** EvalPlus's two data sets name their tasks so; problems of other benchmarks have no oracle of their own. */
export function oracleOf({ taskId, entryPoint }: Pick<Problem, 'taskId' | 'entryPoint'>): Oracle {
  const name = NAMES.get(taskId) ?? entryPoint
  if (taskId.startsWith('Mbpp/')) return MBPP.get(name) ?? equality
  if (taskId.startsWith('HumanEval/')) return HUMANEVAL.get(name) ?? equality
  return equality
}

/** What the worker is asked for when a program runs: the value, or only whether it is anything but None. */
export function answerOf(problem: Pick<Problem, 'taskId' | 'entryPoint'>): 'value' | 'not-none' {
  return oracleOf(problem) === notNone ? 'not-none' : 'value'
}

/** Python's set(a) == set(b); null where one is not iterable or holds what no set can. */
function setsEqual(got: PyValue, expected: PyValue): boolean | null {
  const wanted = elementsOf(expected)
  if (wanted === null) return null
  // Large as a set, and settled by its length: its items are all different.
  if (got.type === 'range' && wanted !== 'never-equal' && rangeLength(got) !== BigInt(wanted.size)) return false
  const given = elementsOf(got)
  if (given === null) return null
  if (wanted === 'never-equal' || given === 'never-equal') return false
  if (wanted.size !== given.size) return false
  for (const key of given) if (!wanted.has(key)) return false
  return true
}

/** More would fill the memory, of Python as of this page. */
const LONGEST_RANGE = 1_000_000n

function elementsOf(value: PyValue): Set<string> | 'never-equal' | null {
  const items = iterate(value)
  if (items === null) return null
  if (!items.every(isHashable)) return null
  return keysOf(items) ?? 'never-equal'
}

function iterate(value: PyValue): readonly PyValue[] | null {
  switch (value.type) {
    case 'list':
    case 'tuple':
    case 'deque':
    case 'set':
    case 'frozenset':
      return value.items
    case 'dict':
    case 'counter':
    case 'ordered-dict':
      return value.entries.map(([key]) => key)
    case 'str':
      return Array.from(value.value, (character): PyValue => ({ type: 'str', value: character }))
    case 'bytes':
    case 'bytearray':
      return Array.from(value.value, (byte): PyValue => ({ type: 'int', value: BigInt(byte) }))
    case 'range': {
      const items: PyValue[] = []
      const { start, stop, step } = value
      for (let item = start; step > 0n ? item < stop : item > stop; item += step) {
        if (BigInt(items.length) > LONGEST_RANGE) return null
        items.push({ type: 'int', value: item })
      }
      return items
    }
    default:
      return null
  }
}

function isHashable(value: PyValue): boolean {
  switch (value.type) {
    case 'tuple':
      return value.items.every(isHashable)
    case 'list':
    case 'deque':
    case 'set':
    case 'bytearray':
    case 'dict':
    case 'counter':
    case 'ordered-dict':
      return false
    default:
      return true
  }
}
