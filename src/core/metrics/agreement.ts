/** Whether two measures of the same comparisons point the same way, such as drops on the base and on the plus tests. */
export interface DirectionAgreement {
  /** Both above 0, or both below 0. */
  readonly agree: number
  /** One above 0 and the other below. */
  readonly disagree: number
  /** At least one is 0, which is no direction. */
  readonly tied: number
  /** Of those that agree: both above 0. */
  readonly up: number
  /** Of those that agree: both below 0. */
  readonly down: number
  /** Share of agreement among pairs that both have a direction, in [0, 1]; null where there are none. */
  readonly share: number | null
}

/** The direction of one pair: 1 or -1 where both agree on it, 0 where one is 0, null where they disagree. */
export function commonSign(first: number, second: number): 1 | -1 | 0 | null {
  const product = Math.sign(first) * Math.sign(second)
  if (product < 0) return null
  if (!(product > 0)) return 0
  return first > 0 ? 1 : -1
}

/**
 * Counts over pairs of differences (any unit; only the signs matter). Scores around 1, such as an RRS, are given as
 * their logarithm or minus 1. Verdicts on base and plus tests grade the same programs, so agreement is no second proof.
 */
export function directionAgreement(pairs: readonly (readonly [number, number])[]): DirectionAgreement {
  const signs = pairs.map(([first, second]) => commonSign(first, second))
  const count = (wanted: 1 | -1 | 0 | null): number => signs.filter((sign) => sign === wanted).length
  const [up, down, disagree] = [count(1), count(-1), count(null)]
  const agree = up + down
  const share = agree + disagree === 0 ? null : agree / (agree + disagree)
  return { agree, disagree, tied: count(0), up, down, share }
}
