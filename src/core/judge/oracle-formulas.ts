import { floatOfRatio, ratioOfFloat } from './rational'
import type { PyValue } from './value'

/**
 * What EvalPlus's special oracles compute, in Python's arithmetic. Null wherever Python would raise: no number, an int
 * too large for a float, a result that overflows.
 */

/**
 * Mbpp/581 with `height` read as the pyramid's own: base edge b, height h,
 * round(b^2 + 2 b sqrt((b/2)^2 + h^2)), halves to even.
 */
export function surfaceArea(input: readonly PyValue[]): bigint | null {
  const [edge, height, ...rest] = input.map(asReal)
  if (edge === undefined || edge === null || height === undefined || height === null || rest.length > 0) return null
  const slant = Math.sqrt((edge.float / 2) ** 2 + height.square)
  const area = edge.square + (4 * (edge.float * slant)) / 2
  return Number.isFinite(area) ? roundHalfEven(area) : null
}

/** Python's abs(got - other) <= tolerance. */
export function isWithin(got: PyValue, other: bigint, tolerance: number): boolean | null {
  switch (got.type) {
    case 'bool':
    case 'int': {
      const distance = BigInt(got.value) - other
      return Number(distance < 0n ? -distance : distance) <= tolerance
    }
    case 'float':
      return Math.abs(got.value - Number(other)) <= tolerance
    case 'complex':
      return Math.hypot(got.real - Number(other), got.imaginary) <= tolerance
    case 'rational': {
      const distance = got.numerator - other * got.denominator
      const limit = ratioOfFloat(tolerance)
      return (distance < 0n ? -distance : distance) * limit.denominator <= limit.numerator * got.denominator
    }
    default:
      return null
  }
}

/** Mbpp/558: sum of the differences of digits, the shorter number padded with zeros in front. */
export function digitDistance(input: readonly PyValue[]): bigint | null {
  const [first, second, ...rest] = input.map(digitsOf)
  if (first === undefined || first === null || second === undefined || second === null || rest.length > 0) return null
  const length = Math.max(first.length, second.length)
  const other = second.padStart(length, '0')
  const distances = Array.from(first.padStart(length, '0'), (digit, place) =>
    Math.abs(Number(digit) - Number(other.charAt(place))),
  )
  return BigInt(distances.reduce((sum, distance) => sum + distance, 0))
}

/** HumanEval/32: xs[0] + xs[1] x + xs[2] x^2 + ..., summed from the left in floats. */
export function polynomialAt(coefficients: PyValue, at: PyValue): number | null {
  if (!('items' in coefficients)) return null
  if (coefficients.items.length === 0) return 0
  const x = asFloat(at)
  if (x === null) return null
  let sum = 0
  for (const [power, item] of coefficients.items.entries()) {
    const coefficient = asFloat(item)
    const factor = x ** power
    // math.pow raises where finite arguments overflow.
    if (coefficient === null || (Number.isFinite(x) && !Number.isFinite(factor))) return null
    sum += coefficient * factor
  }
  return sum
}

function asReal(value: PyValue): { readonly float: number; readonly square: number } | null {
  switch (value.type) {
    case 'bool':
    case 'int': {
      const exact = BigInt(value.value)
      const float = Number(exact)
      const square = Number(exact * exact)
      return Number.isFinite(square) ? { float, square } : null
    }
    case 'float': {
      const square = value.value * value.value
      return Number.isFinite(square) ? { float: value.value, square } : null
    }
    default:
      return null
  }
}

function asFloat(value: PyValue): number | null {
  switch (value.type) {
    case 'bool':
      return value.value ? 1 : 0
    case 'int': {
      const float = Number(value.value)
      return Number.isFinite(float) ? float : null
    }
    case 'float':
      return value.value
    case 'rational':
      return floatOfRatio(value) ?? Number(value.numerator) / Number(value.denominator)
    default:
      return null
  }
}

/** The digits of str(value); null where there is anything else in it, a sign too. Python writes no more than 4300. */
function digitsOf(value: PyValue): string | null {
  const text = value.type === 'int' && value.value < 10n ** 4300n ? String(value.value) : null
  const digits = value.type === 'str' ? value.value : text
  return digits !== null && /^[0-9]*$/.test(digits) ? digits : null
}

function roundHalfEven(value: number): bigint {
  const below = Math.floor(value)
  const rest = value - below
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0)
  return BigInt(up ? below + 1 : below)
}
