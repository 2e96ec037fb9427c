import { relativeRobustnessScore } from './robustness'

/** What the paper's Table I shows for two drops. */
export interface PublishedRrs {
  /** d_orig / (d_quant + 1e-6), whatever the signs. */
  readonly score: number
  /** `down`: the quantized model is called more robust; `up`: the original; `equal`: no arrow, printed 1.000. */
  readonly arrow: 'down' | 'up' | 'equal'
  /** The cell's text: three decimals and the arrow; the arrow alone for the special cases (footnote 9). */
  readonly text: string
  /** Whether the arrow points to the side that lost less (or to neither where both lost the same). */
  readonly sound: boolean
}

/** No cell of Table I is above 6.997; a variant that lost nothing would have printed tens of thousands. */
const SPECIAL_FROM = 1000
const SIGNS = { down: '↓', up: '↑', equal: '' } as const

/**
 * The score as published, without the sign table of `robustnessOutcome`, to be shown beside it: above 1 down, below 1
 * up, and where it is negative (one lost, the other gained) an arrow towards the one that gained. So where both gained
 * the arrow points the wrong way, and two zero drops are called `up`.
 *
 * Source: equation 2, footnote 9; the addend and the rule for numbers are inferred from Table I (notes, 0 and 1.6). The
 * table does not show what its script did where a drop is 0 or both are negative; here the formula is followed.
 *
 * @param originalDrop pass@1 clean minus attacked of the original, as a fraction
 * @param variantDrop the same of the quantized model
 */
export function publishedRrs(originalDrop: number, variantDrop: number): PublishedRrs {
  const score = relativeRobustnessScore(originalDrop, variantDrop)
  const arrow = arrowOf(score, originalDrop > variantDrop)
  const special = score < 0 || score >= SPECIAL_FROM
  const text = special ? SIGNS[arrow] : `${score.toFixed(3)} ${SIGNS[arrow]}`.trimEnd()
  const truth = originalDrop === variantDrop ? 'equal' : originalDrop > variantDrop ? 'down' : 'up'
  return { score, arrow, text, sound: arrow === truth }
}

function arrowOf(score: number, originalLostMore: boolean): PublishedRrs['arrow'] {
  if (score < 0) return originalLostMore ? 'down' : 'up'
  const printed = score.toFixed(3)
  if (printed === '1.000') return 'equal'
  return score > 1 ? 'down' : 'up'
}
