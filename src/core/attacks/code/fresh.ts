import { identifiersOf, isFreeName } from './names'
import type { EntryProgram } from './program'

/** The first of some names that means nothing in a program yet; numbered where all are taken. */
export function freshName({ tree, source }: EntryProgram, wanted: readonly string[]): string {
  const taken = identifiersOf(tree, source)
  const free = wanted.find((name) => isFreeName(name, taken))
  if (free !== undefined) return free
  const stem = wanted[0] ?? 'name'
  let number = 2
  while (!isFreeName(`${stem}_${number}`, taken)) number += 1
  return `${stem}_${number}`
}
