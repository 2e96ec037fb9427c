import type { Condition } from '../experiment/spec'
import { canonicalJson } from '../hash'

/**
 * Places of conditions that differ in nothing but their seeds, two or more each: the versions of every prompt that
 * ReCode's worst case is taken over (notes, section 4). In the order of the spec.
 */
export function seedGroups(conditions: readonly Condition[]): number[][] {
  const groups = new Map<string, number[]>()
  conditions.forEach(({ prompt, weights }, place) => {
    if (prompt === null && weights === null) return
    const key = canonicalJson([prompt && { ...prompt, seed: 0 }, weights && { ...weights, seed: 0 }])
    groups.set(key, [...(groups.get(key) ?? []), place])
  })
  return [...groups.values()].filter((places) => places.length > 1)
}
