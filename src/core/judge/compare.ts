import type { PyValue } from './value'

/**
 * Python's `==` between two plain values: bool is an int, int and float compare exactly, a list never equals a tuple,
 * sets equal frozensets, dicts ignore order, NaN equals nothing (the two sides are never the same object).
 */
export function pythonEquals(left: PyValue, right: PyValue): boolean {
  const a = asNumber(left)
  const b = asNumber(right)
  if (a !== null || b !== null) return a !== null && b !== null && numberEquals(a, b)
  switch (left.type) {
    case 'none':
      return right.type === 'none'
    case 'str':
      return right.type === 'str' && left.value === right.value
    case 'bytes':
      return right.type === 'bytes' && sameBytes(left.value, right.value)
    case 'list':
    case 'tuple':
      return right.type === left.type && sameItems(left.items, right.items)
    case 'set':
    case 'frozenset':
      return (right.type === 'set' || right.type === 'frozenset') && sameSets(left.items, right.items)
    case 'dict':
      return right.type === 'dict' && sameDicts(left.entries, right.entries)
    default:
      return false
  }
}

type Numeric =
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'complex'; readonly real: number; readonly imaginary: number }

/** ints and bools exactly, floats as complex numbers without imaginary part; null for what is no number. */
function asNumber(value: PyValue): Numeric | null {
  switch (value.type) {
    case 'bool':
      return { type: 'int', value: value.value ? 1n : 0n }
    case 'int':
      return value
    case 'float':
      return { type: 'complex', real: value.value, imaginary: 0 }
    case 'complex':
      return value
    default:
      return null
  }
}

function numberEquals(left: Numeric, right: Numeric): boolean {
  if (left.type === 'int' && right.type === 'int') return left.value === right.value
  if (left.type === 'int') return numberEquals(right, left)
  // Exact, as in Python: no rounding of the integer to a float.
  if (right.type === 'int')
    return left.imaginary === 0 && Number.isInteger(left.real) && BigInt(left.real) === right.value
  return left.real === right.real && left.imaginary === right.imaginary
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

function sameItems(left: readonly PyValue[], right: readonly PyValue[]): boolean {
  return (
    left.length === right.length &&
    left.every((item, index) => right[index] !== undefined && pythonEquals(item, right[index]))
  )
}

function sameSets(left: readonly PyValue[], right: readonly PyValue[]): boolean {
  if (left.length !== right.length) return false
  const keys = new Set(right.map(hashKey))
  return left.every((item) => {
    const key = hashKey(item)
    return key !== null && keys.has(key)
  })
}

type Entries = Extract<PyValue, { type: 'dict' }>['entries']

function sameDicts(left: Entries, right: Entries): boolean {
  if (left.length !== right.length) return false
  const values = new Map(right.map(([key, value]) => [hashKey(key), value]))
  return left.every(([key, value]) => {
    const name = hashKey(key)
    const other = name === null ? undefined : values.get(name)
    return other !== undefined && pythonEquals(value, other)
  })
}

/** Equal for hashable values exactly where Python's `==` holds; null where a value equals nothing (NaN) or is not hashable. */
export function hashKey(value: PyValue): string | null {
  switch (value.type) {
    case 'none':
      return 'none'
    case 'bool':
      return value.value ? 'n1' : 'n0'
    case 'int':
      return `n${value.value}`
    case 'float':
      return realKey(value.value)
    case 'complex': {
      const real = realKey(value.real)
      if (value.imaginary === 0) return real
      const imaginary = realKey(value.imaginary)
      return real === null || imaginary === null ? null : `c${real},${imaginary}`
    }
    case 'str':
      return `s${JSON.stringify(value.value)}`
    case 'bytes':
      return `b${value.value.join()}`
    case 'tuple':
      return joinKeys('(', value.items.map(hashKey))
    case 'frozenset':
      return joinKeys('{', value.items.map(hashKey).sort())
    case 'list':
    default:
      return null
  }
}

function realKey(value: number): string | null {
  if (Number.isNaN(value)) return null
  return Number.isInteger(value) ? `n${BigInt(value)}` : `f${value}`
}

function joinKeys(open: string, keys: readonly (string | null)[]): string | null {
  return keys.includes(null) ? null : `${open}${keys.join()};`
}
