import type { NullBand } from '../../../core/metrics/null-band'
import { PAPER_CELLS, type PaperCell } from '../../../core/paper/table-one'

/** Benchmarks with as many problems each; their numbers are shown on one axis. */
export const GROUPS = {
  MBPP: { problems: 378, lost: 20, gained: 8 },
  HumanEval: { problems: 164, lost: 10, gained: 5 },
} as const

export type Group = keyof typeof GROUPS

/** Cells of a group that have a number. */
export function numbersOf(group: Group): (PaperCell & { readonly rrs: number })[] {
  return PAPER_CELLS.flatMap((cell) =>
    cell.benchmark.startsWith(group) && cell.rrs !== null ? [{ ...cell, rrs: cell.rrs }] : [],
  )
}

/** Of the axis, as powers of two: 1/16 to 16. */
const OCTAVES = 4
export const TICKS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16] as const

/** Place of an RRS on the axis, 0 to 1; what is beyond stands at its end. */
export function placeOf(rrs: number): number {
  return Math.min(1, Math.max(0, (Math.log2(rrs) + OCTAVES) / (2 * OCTAVES)))
}

export function tickWords(value: number): string {
  return value < 1 ? `1/${1 / value}` : String(value)
}

/** How many of the paper's numbers lie within the middle 90 % of draws without any difference. */
export function insideOf(group: Group, { quantiles }: NullBand): { readonly inside: number; readonly total: number } {
  const numbers = numbersOf(group)
  const inside = numbers.filter(
    ({ rrs }) => quantiles !== null && rrs >= quantiles.middle90.low && rrs <= quantiles.middle90.high,
  )
  return { inside: inside.length, total: numbers.length }
}
