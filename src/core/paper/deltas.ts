import { relativeRobustnessScore } from '../metrics/robustness'
import type { PaperBenchmark } from './table-one'

/** Problems that the models lost under an attack: clean passes minus attacked passes. */
export interface Deltas {
  readonly original: number
  readonly quantized: number
}

const PRINTED_DIGITS = 3

/** Problems of the benchmark's published release that the paper graded with. */
export function problemsOf(benchmark: PaperBenchmark): number {
  return benchmark.startsWith('MBPP') ? 378 : 164
}

/** RRS of two losses out of `problems`, as Table I prints it. */
export function printedScore({ original, quantized }: Deltas, problems: number): string {
  return relativeRobustnessScore(original / problems, quantized / problems).toFixed(PRINTED_DIGITS)
}

/**
 * Losses in whole problems that print as this RRS, smallest first, `most` of them. With the addend of 1e-6 in the
 * denominator every number of Table I has some.
 */
export function possibleDeltas(rrs: number, problems: number, most: number): Deltas[] {
  const wanted = rrs.toFixed(PRINTED_DIGITS)
  const found: Deltas[] = []
  for (let quantized = 1; quantized <= problems && found.length < most; quantized++) {
    const original = Math.round(rrs * quantized)
    const deltas = { original, quantized }
    if (original >= 1 && original <= problems && printedScore(deltas, problems) === wanted) found.push(deltas)
  }
  return found
}

/** The score after one problem more fell in the quantized arm and one less in the original; null where nothing is left to print. */
export function oneProblemTheOtherWay({ original, quantized }: Deltas): Deltas | null {
  return original < 2 ? null : { original: original - 1, quantized: quantized + 1 }
}
