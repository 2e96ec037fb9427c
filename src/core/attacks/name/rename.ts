import { isRefusal } from '../code/program'
import { isFreeName } from '../code/names'
import { applyEdits, replacement, resultOf } from '../edits'
import type { AttackInput, AttackResult } from '../types'
import { occurrencesOf } from './occurrences'

/**
 * Gives the function of a problem another name, in the prompt and in the reference solution: the first of `names` that
 * is a valid one and means nothing else yet.
 * @param whyNone said where none of them will do
 */
export function renameFunction(input: AttackInput, names: Iterable<string>, whyNone: string): AttackResult {
  const { prompt, canonicalSolution, entryPoint } = input
  const found = occurrencesOf(input)
  if (isRefusal(found)) return resultOf(prompt, [], found.why)
  const renamed = firstFree(names, entryPoint, found.taken)
  if (renamed === null) return resultOf(prompt, [], whyNone)
  const editsOf = (starts: readonly number[]) => starts.map((start) => replacement(start, entryPoint, renamed))
  const inPrompt = found.starts.filter((start) => start < prompt.length)
  const inSolution = found.starts.filter((start) => start >= prompt.length).map((start) => start - prompt.length)
  return resultOf(prompt, editsOf(inPrompt), whyNone, {
    entryPoint: renamed,
    canonicalSolution: applyEdits(canonicalSolution, editsOf(inSolution)),
  })
}

function firstFree(names: Iterable<string>, old: string, taken: ReadonlySet<string>): string | null {
  for (const name of names) if (name !== old && isFreeName(name, taken)) return name
  return null
}
