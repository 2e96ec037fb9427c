/**
 * The name of a list that a mistyped one most likely meant: the fewest letters inserted, left out, changed or swapped with
 * their neighbour (optimal string alignment), case aside. Null where more than half of the letters would have to change.
 */
export function nearestName(mistyped: string, names: readonly string[]): string | null {
  const wanted = mistyped.slice(0, 100).toLowerCase()
  let best: { name: string; distance: number } | null = null
  for (const name of names) {
    const distance = editDistance(wanted, name.toLowerCase())
    if (distance > Math.max(wanted.length, name.length) / 2) continue
    if (best === null || distance < best.distance) best = { name, distance }
  }
  return best?.name ?? null
}

function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const changed = (above[column - 1] ?? 0) + Number(a[row - 1] !== b[column - 1])
      let least = Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwapped) least = Math.min(least, (before[column - 2] ?? 0) + 1)
      current.push(least)
    }
    before = above
    above = current
  }
  return above[b.length] ?? 0
}

/** A hint for a name that is not there, e.g. `Did you mean "char"? Known attacks: char, swap.` */
export function didYouMean(mistyped: string, names: readonly string[], title: string): string {
  const nearest = nearestName(mistyped, names)
  const list = `${title}: ${names.join(', ')}.`
  return nearest === null ? list : `Did you mean "${nearest}"? ${list}`
}
