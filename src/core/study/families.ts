import { holmAdjusted } from '../metrics/holm'

/** A test that is one of many: the family it is adjusted over, and its p before and after (Holm). */
export interface FamilyTest {
  /** "int8, 12 cells"; null where it belongs to none (a control). */
  readonly family: string | null
  readonly p: number
  readonly holm_p: number | null
}

/**
 * Adjusts the p-values of every family on its own. A family is all cells of one scheme in the run (models, conditions,
 * benchmarks), controls left out: they are there to show what nothing does.
 */
export function withFamilies<T extends { readonly p: number }>(
  rows: readonly T[],
  familyOf: (row: T) => string | null,
): (T & FamilyTest)[] {
  const members = new Map<string, number[]>()
  rows.forEach((row, place) => {
    const family = familyOf(row)
    if (family !== null) members.set(family, [...(members.get(family) ?? []), place])
  })
  const adjusted = new Map<number, number>()
  for (const places of members.values()) {
    const values = holmAdjusted(places.map((place) => rows[place]?.p ?? 1))
    places.forEach((place, index) => adjusted.set(place, values[index] ?? 1))
  }
  return rows.map((row, place) => {
    const family = familyOf(row)
    const count = family === null ? 0 : (members.get(family)?.length ?? 0)
    return {
      ...row,
      family: family === null ? null : `${family}, ${count} ${count === 1 ? 'cell' : 'cells'}`,
      holm_p: adjusted.get(place) ?? null,
    }
  })
}
