import { ratioOfFloat, floatOfRatio, type Ratio } from './rational'
import type { PyValue } from './value'

type Real = bigint | number | Ratio

/** A number's exact parts; the imaginary part of all but complex numbers is 0. */
export interface Numeric {
  readonly real: Real
  readonly imaginary: number
}

/** Null for what is no number. A bool is an int. */
export function asNumber(value: PyValue): Numeric | null {
  switch (value.type) {
    case 'bool':
      return { real: value.value ? 1n : 0n, imaginary: 0 }
    case 'int':
    case 'float':
      return { real: value.value, imaginary: 0 }
    case 'complex':
      return value
    case 'rational':
      return { real: value, imaginary: 0 }
    default:
      return null
  }
}

/** By exact value, as in Python: nothing is rounded to a float. */
export function numberEquals(left: Numeric, right: Numeric): boolean {
  return left.imaginary === right.imaginary && realEquals(left.real, right.real)
}

function realEquals(left: Real, right: Real): boolean {
  if (typeof left === 'number') {
    if (typeof right === 'number') return left === right
    if (typeof right === 'bigint') return Number.isInteger(left) && BigInt(left) === right
    return Number.isFinite(left) && ratioEquals(ratioOfFloat(left), right)
  }
  if (typeof right === 'number') return realEquals(right, left)
  return ratioEquals(asRatio(left), asRatio(right))
}

function asRatio(value: bigint | Ratio): Ratio {
  return typeof value === 'bigint' ? { numerator: value, denominator: 1n } : value
}

function ratioEquals(left: Ratio, right: Ratio): boolean {
  return left.numerator === right.numerator && left.denominator === right.denominator
}

/** The same for equal numbers and for no others; null for NaN, which equals nothing. */
export function numberKey({ real, imaginary }: Numeric): string | null {
  const key = realKey(real)
  if (imaginary === 0 || key === null) return key
  const other = realKey(imaginary)
  return other === null ? null : `c${key},${other}`
}

function realKey(value: Real): string | null {
  if (typeof value === 'bigint') return `n${value.toString(16)}`
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return null
    return Number.isInteger(value) ? `n${BigInt(value).toString(16)}` : `f${value}`
  }
  if (value.denominator === 1n) return realKey(value.numerator)
  const float = floatOfRatio(value)
  return float === null ? `q${value.numerator.toString(16)}/${value.denominator.toString(16)}` : `f${float}`
}
