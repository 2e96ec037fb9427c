import type { LabError } from '../errors'
import type { PyValue } from '../judge/value'
import { parseComplex, parseFloatText, pySet } from './python-numbers'
import type { Arguments } from './types'

/**
 * JSON knows no tuples, sets or complex numbers, so EvalPlus turns the inputs of certain MBPP+ tasks into what their
 * functions expect. Which task takes which shape is a fact of MBPP+ (v0.1.0 and v0.2.0), keyed by the number in `Mbpp/N`;
 * checked against EvalPlus's own result on the released file.
 */
type Shape = (args: Arguments) => PyValue[]

class Unfit extends Error {}

const tuple = (items: readonly PyValue[]): PyValue => ({ type: 'tuple', items })
const list = (items: readonly PyValue[]): PyValue => ({ type: 'list', items })

/** What Python's iteration gives: items, characters, or keys. */
function iterate(value: PyValue): readonly PyValue[] {
  switch (value.type) {
    case 'list':
    case 'tuple':
      return value.items
    case 'dict':
      return value.entries.map(([key]) => key)
    case 'str':
      return Array.from(value.value, (character) => ({ type: 'str', value: character }))
    default:
      throw new Unfit(`a list was expected, not ${value.type}`)
  }
}

function at(args: Arguments, index: number): PyValue {
  const value = args[index]
  if (value === undefined) throw new Unfit(`there are only ${args.length} arguments`)
  return value
}

const asTuple = (value: PyValue): PyValue => tuple(iterate(value))
const ofTuples = (value: PyValue): PyValue => list(iterate(value).map(asTuple))
const listsAsTuples = (value: PyValue): PyValue => (value.type === 'list' ? tuple(value.items) : value)
const deepTuple = (value: PyValue): PyValue => (value.type === 'list' ? tuple(value.items.map(deepTuple)) : value)

const everyArgument: Shape = (args) => args.map(asTuple)
const everyItem: Shape = (args) => args.map(ofTuples)
const firstItems: Shape = (args) => [ofTuples(at(args, 0)), at(args, 1)]
const second: Shape = (args) => [at(args, 0), asTuple(at(args, 1))]
const first: Shape = (args) => [asTuple(at(args, 0)), at(args, 1)]
const firstOfThree: Shape = (args) => [asTuple(at(args, 0)), at(args, 1), at(args, 2)]
const tuplesOfTuples: Shape = (args) => args.map((arg) => tuple(iterate(arg).map(asTuple)))
const tupleOfSome: Shape = (args) => [tuple(iterate(at(args, 0)).map(listsAsTuples))]
const everyDepth: Shape = (args) => args.map(deepTuple)

const listOfSets: Shape = (args) => [
  list(
    iterate(at(args, 0)).map((item) =>
      item.type === 'list' && item.items.length > 0 ? setOf(item.items) : { type: 'dict', entries: [] },
    ),
  ),
]

const valuesOfDict: Shape = (args) => {
  const [dict, ...rest] = args
  if (dict?.type !== 'dict') throw new Unfit('a dict was expected')
  return [{ type: 'dict', entries: dict.entries.map(([key, value]) => [key, asTuple(value)] as const) }, ...rest]
}

const floatAndComplex: Shape = (args) => [toFloat(at(args, 0)), toComplex(at(args, 1))]
const onlyComplex: Shape = (args) => [toComplex(at(args, 0))]

const SHAPES: readonly (readonly [Shape, readonly number[]])[] = [
  [
    everyArgument,
    [
      ...[2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616, 630, 726, 740],
      ...[744, 809],
    ],
  ],
  [everyItem, [63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780]],
  [firstItems, [75, 413, 444, 753]],
  [second, [106, 750]],
  [first, [250, 405, 446, 617, 720, 763, 808]],
  [firstOfThree, [307]],
  [tuplesOfTuples, [259, 401, 445]],
  [tupleOfSome, [278]],
  [everyDepth, [580, 615, 791]],
  [listOfSets, [115]],
  [valuesOfDict, [722]],
  [floatAndComplex, [124]],
  [onlyComplex, [252]],
]

const SHAPE_BY_TASK: ReadonlyMap<string, Shape> = new Map(
  SHAPES.flatMap(([shape, tasks]) => tasks.map((task) => [`Mbpp/${task}`, shape] as const)),
)

/**
 * The inputs of a task as its function gets them; those of other benchmarks are left as they are.
 * @param fail makes the error for the test (from 0) whose arguments do not have the shape of their task
 */
export function deserializeInputs(
  taskId: string,
  inputs: readonly Arguments[],
  fail: (index: number, why: string) => LabError,
): Arguments[] {
  const shape = SHAPE_BY_TASK.get(taskId)
  if (shape === undefined) return [...inputs]
  return inputs.map((args, index) => {
    try {
      return shape(args)
    } catch (problem) {
      if (problem instanceof Unfit) throw fail(index, `${problem.message} (${taskId} takes inputs of a certain shape)`)
      throw problem
    }
  })
}

function setOf(items: readonly PyValue[]): PyValue {
  const set = pySet('set', items)
  if (set === null) throw new Unfit('a set cannot hold lists, dicts or sets')
  return set
}

function toFloat(value: PyValue): PyValue {
  const number =
    value.type === 'str'
      ? parseFloatText(value.value)
      : value.type === 'int' || value.type === 'float'
        ? Number(value.value)
        : null
  if (number === null) throw new Unfit('a number was expected')
  return { type: 'float', value: number }
}

function toComplex(value: PyValue): PyValue {
  if (value.type === 'int' || value.type === 'float')
    return { type: 'complex', real: Number(value.value), imaginary: 0 }
  const complex = value.type === 'str' ? parseComplex(value.value) : null
  if (complex === null) throw new Unfit('a complex number was expected')
  return complex
}
