import { LabError } from '../errors'
import { complexRepr, floatRepr } from '../judge/number-repr'
import type { PyValue } from '../judge/value'

/** JSON of which some parts are written already: JSON.stringify knows neither exact integers nor 1.0. */
export type JsonPart =
  | null
  | boolean
  | number
  | string
  | WrittenJson
  | readonly JsonPart[]
  | { readonly [key: string]: JsonPart | undefined }

export class WrittenJson {
  constructor(readonly text: string) {}
}

/** Keys that are undefined are left out. */
export function jsonText(part: JsonPart): string {
  if (part instanceof WrittenJson) return part.text
  if (part === null || typeof part !== 'object') return JSON.stringify(part)
  if (isList(part)) return `[${part.map(jsonText).join(', ')}]`
  const entries = Object.entries(part).flatMap(([key, value]) =>
    value === undefined ? [] : [`${JSON.stringify(key)}: ${jsonText(value)}`],
  )
  return `{${entries.join(', ')}}`
}

function isList(part: object): part is readonly JsonPart[] {
  return Array.isArray(part)
}

/**
 * A value as Python's json.dump writes it: integers of any size, 1.0 with its point, NaN and Infinity by name, tuples as
 * lists, keys that are numbers as text. What JSON has no form for is written as EvalPlus's own serialiser does where it
 * has one: complex numbers as text, sets as lists; bytes as a list of numbers.
 */
export function valueJson(value: PyValue): WrittenJson {
  return new WrittenJson(write(value))
}

function write(value: PyValue): string {
  switch (value.type) {
    case 'none':
      return 'null'
    case 'bool':
      return String(value.value)
    case 'int':
      return String(value.value)
    case 'float':
      return floatJson(value.value)
    case 'complex':
      return JSON.stringify(complexRepr(value.real, value.imaginary))
    case 'rational':
      return JSON.stringify(`${value.numerator}/${value.denominator}`)
    case 'str':
      return JSON.stringify(value.value)
    case 'bytes':
    case 'bytearray':
      return `[${value.value.join(', ')}]`
    case 'list':
    case 'tuple':
    case 'deque':
    case 'set':
    case 'frozenset':
      return `[${value.items.map(write).join(', ')}]`
    case 'range':
      return JSON.stringify(`range(${value.start}, ${value.stop}, ${value.step})`)
    case 'dict':
    case 'counter':
    case 'ordered-dict':
      return `{${value.entries.map(([key, item]) => `${keyText(key)}: ${write(item)}`).join(', ')}}`
  }
}

function keyText(key: PyValue): string {
  const text = write(key)
  return key.type === 'str' ? text : JSON.stringify(text)
}

function floatJson(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? floatRepr(value) : value > 0 ? 'Infinity' : '-Infinity'
}

/** Reads what jsonText wrote, or Python: plain data, integers as numbers. */
export function plainJson(value: PyValue): unknown {
  switch (value.type) {
    case 'none':
      return null
    case 'int':
      return Number(value.value)
    case 'bool':
    case 'float':
    case 'str':
      return value.value
    case 'list':
      return value.items.map(plainJson)
    case 'dict':
      return Object.fromEntries(
        value.entries.map(([key, item]) => [key.type === 'str' ? key.value : '', plainJson(item)]),
      )
    default:
      throw new LabError('internal', `JSON has no ${value.type}.`, 'Please report this.')
  }
}
