import type { PyValue } from './value'

/** EvalPlus calls np.allclose with this relative tolerance. */
const RELATIVE_TOLERANCE = 1e-7
/** The absolute tolerance EvalPlus puts in for expected floats where a problem has none. */
const FLOAT_TOLERANCE = 1e-6

/**
 * The absolute tolerance from this test on. EvalPlus assigns it within its loop, so one float expectation changes all
 * later tests of the same suite ("sticky").
 */
export function nextTolerance(tolerance: number, expected: PyValue): number {
  return tolerance === 0 && isFloats(expected) ? FLOAT_TOLERANCE : tolerance
}

function isFloats(value: PyValue): boolean {
  if (value.type === 'float') return true
  return (
    (value.type === 'list' || value.type === 'tuple') &&
    value.items.length > 0 &&
    value.items.every((item) => item.type === 'float')
  )
}

/**
 * EvalPlus's second chance: same type, same length, and np.allclose(got, expected, rtol=1e-7, atol). False where numpy
 * would raise: ragged lists, text, None, sets, dicts, lists with integers outside 64 bits.
 */
export function isClose(got: PyValue, expected: PyValue, tolerance: number): boolean {
  if (got.type !== expected.type) return false
  if (expected.type === 'list' || expected.type === 'tuple') {
    if (!('items' in got) || got.items.length !== expected.items.length) return false
  }
  const left = toArray(got)
  const right = toArray(expected)
  if (left === null || right === null) return false
  const shape = broadcastShape(left.shape, right.shape)
  if (shape === null) return false
  const size = shape.reduce((product, length) => product * length, 1)
  for (let index = 0; index < size; index += 1) {
    const a = left.items[positionIn(left.shape, shape, index)]
    const b = right.items[positionIn(right.shape, shape, index)]
    if (a === undefined || b === undefined || !closeNumbers(a, b, tolerance)) return false
  }
  return true
}

interface Complex {
  readonly real: number
  readonly imaginary: number
}

function closeNumbers(got: Complex, expected: Complex, tolerance: number): boolean {
  if (got.real === expected.real && got.imaginary === expected.imaginary) return true
  const size = Math.hypot(expected.real, expected.imaginary)
  if (!Number.isFinite(size)) return false
  const distance = Math.hypot(got.real - expected.real, got.imaginary - expected.imaginary)
  return distance <= tolerance + RELATIVE_TOLERANCE * size
}

interface NumberArray {
  readonly shape: readonly number[]
  readonly items: readonly Complex[]
}

/** What np.array makes of a value, where that is an array of numbers; null where it is not. */
function toArray(value: PyValue): NumberArray | null {
  const items: Complex[] = []
  const integers: bigint[] = []
  const shapeOf = (inner: PyValue): readonly number[] | null => {
    switch (inner.type) {
      case 'bool':
        items.push({ real: inner.value ? 1 : 0, imaginary: 0 })
        return []
      case 'int':
        integers.push(inner.value)
        items.push({ real: Number(inner.value), imaginary: 0 })
        return []
      case 'float':
        items.push({ real: inner.value, imaginary: 0 })
        return []
      case 'complex':
        items.push(inner)
        return []
      case 'list':
      case 'tuple': {
        const shapes = inner.items.map(shapeOf)
        const first = shapes[0]
        if (first === undefined) return [0]
        if (first === null) return null
        const isEven = shapes.every(
          (shape) =>
            shape !== null && shape.length === first.length && shape.every((length, axis) => length === first[axis]),
        )
        return isEven ? [inner.items.length, ...first] : null
      }
      default:
        return null
    }
  }
  const shape = shapeOf(value)
  if (shape === null || (shape.length > 0 && !fitsMachineIntegers(integers))) return null
  return { shape, items }
}

/** Else numpy makes an array of objects, on which isfinite is not defined (a single integer becomes a float). Mixed signs beyond 63 bits become floats. */
function fitsMachineIntegers(integers: readonly bigint[]): boolean {
  return integers.every((value) => value >= -(2n ** 63n) && value < 2n ** 64n)
}

function broadcastShape(left: readonly number[], right: readonly number[]): readonly number[] | null {
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
function positionIn(own: readonly number[], shape: readonly number[], index: number): number {
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
