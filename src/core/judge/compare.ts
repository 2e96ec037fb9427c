import { assertNever } from '../errors'
import { hashKey } from './hash-key'
import { asNumber, numberEquals } from './number-equals'
import { rangeEquals } from './range'
import type { Entries, PyValue } from './value'

/**
 * Python's `==` between two plain values: numbers by exact value whatever their type, a list never equals a tuple or a
 * deque, bytes equal bytearrays, sets equal frozensets, dicts ignore order.
 *
 * Within containers Python also takes one and the same object for equal without asking it. No object is on both sides of
 * the sandbox, so that cannot arise here: NaN equals nothing. Nor is there an end to the stack: what CPython answers
 * with RecursionError, from about 1000 levels on, is compared (values have at most 2000).
 */
export function pythonEquals(left: PyValue, right: PyValue): boolean {
  const number = asNumber(left)
  if (number !== null) {
    const other = asNumber(right)
    return other !== null && numberEquals(number, other)
  }
  switch (left.type) {
    case 'none':
      return right.type === 'none'
    case 'str':
      return right.type === 'str' && left.value === right.value
    case 'bytes':
    case 'bytearray':
      return (right.type === 'bytes' || right.type === 'bytearray') && sameBytes(left.value, right.value)
    case 'list':
    case 'tuple':
    case 'deque':
      return right.type === left.type && sameItems(left.items, right.items)
    case 'range':
      return right.type === 'range' && rangeEquals(left, right)
    case 'set':
    case 'frozenset':
      return (right.type === 'set' || right.type === 'frozenset') && sameSets(left.items, right.items)
    case 'dict':
      return isMapping(right) && sameDicts(left.entries, right.entries)
    case 'counter':
      // Counter leaves other types to dict's own comparison, from either side.
      if (right.type === 'counter') return sameCounts(left.entries, right.entries)
      return isMapping(right) && sameDicts(left.entries, right.entries)
    case 'ordered-dict':
      if (!isMapping(right) || !sameDicts(left.entries, right.entries)) return false
      return right.type !== 'ordered-dict' || sameOrder(left.entries, right.entries)
    case 'bool':
    case 'int':
    case 'float':
    case 'complex':
    case 'rational':
      return false
    default:
      return assertNever(left)
  }
}

function isMapping(value: PyValue): value is Extract<PyValue, { entries: Entries }> {
  return value.type === 'dict' || value.type === 'counter' || value.type === 'ordered-dict'
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false
  return true
}

function sameItems(left: readonly PyValue[], right: readonly PyValue[]): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index += 1) {
    const a = left[index]
    const b = right[index]
    if (a === undefined || b === undefined || !pythonEquals(a, b)) return false
  }
  return true
}

function sameSets(left: readonly PyValue[], right: readonly PyValue[]): boolean {
  const keys = keysOf(left)
  const others = keysOf(right)
  if (keys === null || others === null || keys.size !== others.size) return false
  // What is there twice has a hash of its own, by which Python would not find it.
  if (keys.size !== left.length || others.size !== right.length) return false
  for (const key of keys) if (!others.has(key)) return false
  return true
}

/** Null where one of the items equals nothing. */
export function keysOf(items: readonly PyValue[]): Set<string> | null {
  const keys = new Set<string>()
  for (const item of items) {
    const key = hashKey(item)
    if (key === null) return null
    keys.add(key)
  }
  return keys
}

function sameDicts(left: Entries, right: Entries): boolean {
  if (left.length !== right.length) return false
  const values = valuesByKey(left)
  const others = valuesByKey(right)
  // Keys that are NaN, or twice the same, are not all there.
  if (values.size !== left.length || others.size !== right.length) return false
  for (const [key, value] of values) {
    const other = others.get(key)
    if (other === undefined || !pythonEquals(value, other)) return false
  }
  return true
}

/** Keys that equal nothing are left out. */
function valuesByKey(entries: Entries): Map<string, PyValue> {
  const values = new Map<string, PyValue>()
  for (const [key, value] of entries) {
    const name = hashKey(key)
    if (name !== null) values.set(name, value)
  }
  return values
}

function sameOrder(left: Entries, right: Entries): boolean {
  return left.every(([key], index) => {
    const other = right[index]
    return other !== undefined && pythonEquals(key, other[0])
  })
}

const ZERO: PyValue = { type: 'int', value: 0n }

/** What one of them lacks counts as zero there. */
function sameCounts(left: Entries, right: Entries): boolean {
  return countsAgree(left, valuesByKey(right)) && countsAgree(right, valuesByKey(left))
}

function countsAgree(entries: Entries, others: ReadonlyMap<string, PyValue>): boolean {
  return entries.every(([key, value]) => {
    const name = hashKey(key)
    return pythonEquals(value, (name === null ? undefined : others.get(name)) ?? ZERO)
  })
}
