/**
 * Which of some places on an axis can be labelled without two labels touching: the first, the last where it has room, then
 * powers of ten, then the rest from the left. Returns their indices.
 * @param places in pixels along the axis, ascending
 * @param isRound of each place, whether it is a power of ten
 * @param gap least distance of two labels, in pixels
 */
export function labelRoom(places: readonly number[], isRound: readonly boolean[], gap: number): ReadonlySet<number> {
  const last = places.length - 1
  const inner = places.map((_, at) => at).slice(1, -1)
  const wanted = [0, last, ...inner.filter((at) => isRound[at]), ...inner.filter((at) => !isRound[at])]
  const chosen = new Set<number>()
  for (const at of wanted) {
    const place = places[at]
    if (place === undefined) continue
    if ([...chosen].every((other) => Math.abs((places[other] ?? 0) - place) >= gap)) chosen.add(at)
  }
  return chosen
}
