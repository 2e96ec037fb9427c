/** Counts of positive values by powers of two, four bins an octave, with 1 in the middle of a bin. */
export interface LogHistogram {
  /** Upwards, without gaps; the first and the last also hold what is beyond them. */
  readonly bins: readonly LogBin[]
}

export interface LogBin {
  readonly from: number
  readonly to: number
  readonly count: number
}

const BINS_PER_OCTAVE = 4
/** From 1/32 to 32. */
const OCTAVES = 5

/** Edges at 2^((i ± 1/2) / 4): a ratio and its inverse lie in bins that mirror each other. */
const EDGES: readonly number[] = Array.from(
  { length: 2 * OCTAVES * BINS_PER_OCTAVE + 2 },
  (_, place) => 2 ** ((place - 0.5) / BINS_PER_OCTAVE - OCTAVES),
)

/** @param values positive and finite, in any order */
export function logHistogram(values: readonly number[]): LogHistogram {
  const counts = new Array<number>(EDGES.length - 1).fill(0)
  for (const value of values) {
    const place = Math.round(BINS_PER_OCTAVE * (Math.log2(value) + OCTAVES))
    const inside = Math.min(counts.length - 1, Math.max(0, place))
    counts[inside] = (counts[inside] ?? 0) + 1
  }
  return { bins: counts.map((count, place) => ({ from: EDGES[place] ?? 0, to: EDGES[place + 1] ?? 0, count })) }
}
