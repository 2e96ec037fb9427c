import { assertNever } from '../errors'
import { rangeLength } from './range'
import type { PyValue } from './value'

/** What np.array makes of nested sequences of numbers, and of objects. */
export interface NumberArray {
  /** `object`: there is something in it that is no number, or an int outside 64 bits. */
  readonly dtype: 'number' | 'object'
  readonly shape: readonly number[]
  /** In C order. Ints are rounded to float64, as they are before a difference is taken; null for what has none. */
  readonly items: readonly (Complex | null)[]
}

export interface Complex {
  readonly real: number
  readonly imaginary: number
}

/** numpy's own limit. */
const MAXIMUM_DIMENSIONS = 64
/** Of all ranges in a value together: they are small as they are and large as arrays. */
const MAXIMUM_RANGE_ITEMS = 100_000n
/** len() raises from here on, so that numpy takes such a range for an object. */
const MAXIMUM_LENGTH = 2n ** 63n

/**
 * Null where numpy makes no array (ragged sequences, more than 64 dimensions), or one of text, with which it computes
 * nothing; and where ranges would make a large one. A fraction counts as an object without a difference: it may be a Decimal, which has none with floats.
 */
export function toNumberArray(value: PyValue): NumberArray | null {
  const builder = new Builder()
  const shape = builder.add(value, 0)
  if (shape === null || (builder.hasText && !builder.hasObjects)) return null
  return { dtype: builder.hasObjects ? 'object' : 'number', shape, items: builder.items }
}

class Builder {
  readonly items: (Complex | null)[] = []
  hasText = false
  hasObjects = false
  private rangeItems = 0n

  /** The shape of the value; null where it has none. */
  add(value: PyValue, depth: number): readonly number[] | null {
    switch (value.type) {
      case 'bool':
        return this.real(value.value ? 1 : 0)
      case 'int':
        return this.integer(value.value)
      case 'float':
        return this.real(value.value)
      case 'complex':
        this.items.push(value)
        return []
      case 'list':
      case 'tuple':
      case 'deque':
        return this.sequence(value.items, depth)
      case 'bytearray':
        for (const byte of value.value) this.real(byte)
        return depth < MAXIMUM_DIMENSIONS ? [value.value.length] : null
      case 'range':
        return depth < MAXIMUM_DIMENSIONS ? this.range(value) : null
      case 'str':
      case 'bytes':
        this.hasText = true
        this.items.push(null)
        return []
      case 'none':
      case 'rational':
      case 'set':
      case 'frozenset':
      case 'dict':
      case 'counter':
      case 'ordered-dict':
        return this.object()
      default:
        return assertNever(value)
    }
  }

  private object(): readonly number[] {
    this.hasObjects = true
    this.items.push(null)
    return []
  }

  private real(real: number): readonly number[] {
    this.items.push({ real, imaginary: 0 })
    return []
  }

  private integer(value: bigint): readonly number[] {
    if (value < -(2n ** 63n) || value >= 2n ** 64n) this.hasObjects = true
    const real = Number(value)
    return Number.isFinite(real) ? this.real(real) : this.object()
  }

  private sequence(items: readonly PyValue[], depth: number): readonly number[] | null {
    if (depth >= MAXIMUM_DIMENSIONS) return null
    let common: readonly number[] | null = null
    for (const item of items) {
      const shape = this.add(item, depth + 1)
      if (shape === null || (common !== null && !sameShape(shape, common))) return null
      common = shape
    }
    return [items.length, ...(common ?? [])]
  }

  private range(range: Extract<PyValue, { type: 'range' }>): readonly number[] | null {
    const length = rangeLength(range)
    if (length >= MAXIMUM_LENGTH) return this.object()
    this.rangeItems += length
    if (this.rangeItems > MAXIMUM_RANGE_ITEMS) return null
    for (let index = 0n; index < length; index += 1n) this.integer(range.start + index * range.step)
    return [Number(length)]
  }
}

function sameShape(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((length, axis) => length === right[axis])
}

/** The shape that both arrays are stretched to; null where numpy raises. */
export function broadcastShape(left: readonly number[], right: readonly number[]): readonly number[] | null {
  const shape: number[] = []
  for (let axis = 1; axis <= Math.max(left.length, right.length); axis += 1) {
    const a = left.at(-axis) ?? 1
    const b = right.at(-axis) ?? 1
    if (a !== b && a !== 1 && b !== 1) return null
    shape.unshift(a === 1 ? b : a)
  }
  return shape
}

/** Index into an array of `own` shape of the element that `index` of the broadcast `shape` stands for. */
export function positionIn(own: readonly number[], shape: readonly number[], index: number): number {
  let rest = index
  let position = 0
  let stride = 1
  for (let axis = 1; axis <= shape.length; axis += 1) {
    const length = shape.at(-axis) ?? 1
    const ownLength = own.at(-axis) ?? 1
    if (ownLength !== 1) position += (rest % length) * stride
    stride *= ownLength
    rest = Math.floor(rest / length)
  }
  return position
}
