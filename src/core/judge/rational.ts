/** numerator / denominator in lowest terms, denominator above 0. */
export interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** The exact value of a finite float. */
export function ratioOfFloat(value: number): Ratio {
  if (Number.isInteger(value)) return { numerator: BigInt(value), denominator: 1n }
  // Doubling is exact, and no finite float has more than 1074 binary places.
  let scaled = value
  let places = 0
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    places += 1
  }
  return { numerator: BigInt(scaled), denominator: 1n << BigInt(places) }
}

/** The float that is exactly this ratio, where there is one. */
export function floatOfRatio({ numerator, denominator }: Ratio): number | null {
  if (denominator >= 1n << 1075n || (denominator & (denominator - 1n)) !== 0n) return null
  const places = denominator.toString(2).length - 1
  const half = Math.floor(places / 2)
  // Two steps: 2 ** -1074 times a number below 2 ** 53 must not pass by way of an infinite denominator.
  const value = Number(numerator) * 2 ** -half * 2 ** (half - places)
  if (!Number.isFinite(value)) return null
  const exact = ratioOfFloat(value)
  return exact.numerator === numerator && exact.denominator === denominator ? value : null
}

/** Bits squared, about half a second of Euclid's algorithm. */
const BUDGET = 2 ** 34

/**
 * Reduces fractions of one decoded value. Python's own are in lowest terms; this only holds others to it, and its time
 * is bounded: beyond two parts of 131,000 bits, or as much work in smaller ones, it answers null.
 */
export class GcdBudget {
  private spent = 0

  lowestTerms(numerator: bigint, denominator: bigint): Ratio | null {
    const divisor = this.gcd(numerator < 0n ? -numerator : numerator, denominator)
    if (divisor === null) return null
    return divisor === 1n
      ? { numerator, denominator }
      : { numerator: numerator / divisor, denominator: denominator / divisor }
  }

  private gcd(a: bigint, b: bigint): bigint | null {
    if (a === 0n || b === 1n) return b
    this.spent += (4 * Math.min(a.toString(16).length, b.toString(16).length)) ** 2
    if (this.spent > BUDGET) return null
    while (b > 0n) [a, b] = [b, a % b]
    return a
  }
}
