import type { PyValue } from './value'

type Range = Extract<PyValue, { type: 'range' }>

/** How many elements a range has. */
export function rangeLength({ start, stop, step }: Range): bigint {
  const distance = step > 0n ? stop - start : start - stop
  const size = step > 0n ? step : -step
  return distance <= 0n ? 0n : (distance - 1n) / size + 1n
}

/** As sequences: empty ones are all equal, and the step of a single element plays no part. */
export function rangeEquals(left: Range, right: Range): boolean {
  const length = rangeLength(left)
  if (length !== rangeLength(right)) return false
  return length === 0n || (left.start === right.start && (length === 1n || left.step === right.step))
}
