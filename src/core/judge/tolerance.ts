import { broadcastShape, positionIn, toNumberArray, type Complex, type NumberArray } from './number-array'
import type { PyValue } from './value'

/** EvalPlus calls np.allclose with this relative tolerance. */
const RELATIVE_TOLERANCE = 1e-7
/** The absolute tolerance EvalPlus puts in for expected floats where a problem has none. */
export const FLOAT_TOLERANCE = 1e-6

/** A column against a row makes a square: numpy would run out of memory, later. */
const MAXIMUM_PAIRS = 20_000_000

/**
 * EvalPlus's second chance, for values that are not equal: the same type (bool is not int), the same length where a
 * list or tuple is expected, and np.allclose(got, expected, rtol=1e-7, atol=tolerance). False where numpy would raise.
 * Between sequences of other types numpy stretches the shorter one.
 *
 * An instance of a subclass (namedtuple) is here as its base, so it has the type of its base; EvalPlus would refuse it.
 */
export function isClose(got: PyValue, expected: PyValue, tolerance: number): boolean {
  switch (expected.type) {
    case 'bool':
    case 'int':
      return got.type === expected.type && closeScalars(floatOf(got.value), floatOf(expected.value), tolerance)
    case 'float':
      return got.type === 'float' && closeScalars(complexOf(got.value), complexOf(expected.value), tolerance)
    case 'complex':
      return got.type === 'complex' && closeScalars(got, expected, tolerance)
    case 'list':
    case 'tuple':
      return got.type === expected.type && got.items.length === expected.items.length && close(got, expected, tolerance)
    case 'deque':
    case 'range':
    case 'bytearray':
      return got.type === expected.type && close(got, expected, tolerance)
    default:
      return false
  }
}

function complexOf(real: number): Complex {
  return { real, imaginary: 0 }
}

/** Null where Python would raise OverflowError. */
function floatOf(value: bigint | boolean): Complex | null {
  const real = Number(value)
  return Number.isFinite(real) ? complexOf(real) : null
}

/** Python's own arithmetic: the size of a finite complex number raises where it is beyond the floats. */
function closeScalars(got: Complex | null, expected: Complex | null, tolerance: number): boolean {
  if (got === null || expected === null) return false
  const isFar = [expected, difference(got, expected)].some((value) => isFinite(value) && sizeOf(value) === Infinity)
  return !isFar && closeNumbers(got, expected, tolerance)
}

function close(got: PyValue, expected: PyValue, tolerance: number): boolean {
  const left = toNumberArray(got)
  const right = toNumberArray(expected)
  // isfinite raises for an expected array of objects; one that was given is computed with as far as its items allow.
  return left !== null && right?.dtype === 'number' && closeArrays(left, right, tolerance)
}

function closeArrays(left: NumberArray, right: NumberArray, tolerance: number): boolean {
  const shape = broadcastShape(left.shape, right.shape)
  if (shape === null) return false
  const size = shape.reduce((product, length) => product * length, 1)
  if (size > MAXIMUM_PAIRS) return false
  const place = (own: readonly number[], index: number) =>
    own.length === shape.length && own.every((length, axis) => length === shape[axis])
      ? index
      : positionIn(own, shape, index)
  for (let index = 0; index < size; index += 1) {
    const a = left.items[place(left.shape, index)]
    const b = right.items[place(right.shape, index)]
    if (a == null || b == null || !closeNumbers(a, b, tolerance)) return false
  }
  return true
}

/** |got - expected| <= tolerance + rtol |expected| and expected is finite, or they are equal. NaN is close to nothing. */
function closeNumbers(got: Complex, expected: Complex, tolerance: number): boolean {
  if (got.real === expected.real && got.imaginary === expected.imaginary) return true
  if (!isFinite(expected)) return false
  return sizeOf(difference(got, expected)) <= tolerance + RELATIVE_TOLERANCE * sizeOf(expected)
}

function difference(left: Complex, right: Complex): Complex {
  return { real: left.real - right.real, imaginary: left.imaginary - right.imaginary }
}

function isFinite({ real, imaginary }: Complex): boolean {
  return Number.isFinite(real) && Number.isFinite(imaginary)
}

function sizeOf({ real, imaginary }: Complex): number {
  return imaginary === 0 ? Math.abs(real) : Math.hypot(real, imaginary)
}
