import { LabError } from '../../errors'
import { applyEdits, replacement, resultOf } from '../edits'
import type { AttackInput, AttackResult, Edit } from '../types'
import { parsePython } from './program'

/** Edits of the reference program: those of the part that the model sees, and those of the part it is to write. */
export interface ProgramEdits {
  readonly visible: readonly Edit[]
  readonly hidden: readonly Edit[]
}

/** Edits told apart by where they start. None may cross the border. */
export function divideEdits(edits: readonly Edit[], visibleEnd: number): ProgramEdits {
  return {
    visible: edits.filter(({ start }) => start < visibleEnd),
    hidden: edits.filter(({ start }) => start >= visibleEnd),
  }
}

/**
 * The result of edits to the reference program (prompt + canonical solution) of which the model sees all up to
 * `visibleEnd`, at the prompt's end or behind it. What lies between is one insertion at the end of the prompt.
 * Not applied where no edit changes what the model sees, or where the changed program would not parse.
 * @throws LabError `internal` for an edit across the border
 */
export function visibleResult(
  input: AttackInput,
  visibleEnd: number,
  { visible, hidden }: ProgramEdits,
  whyNothing: string,
): AttackResult {
  const { prompt, canonicalSolution, entryPoint } = input
  const changes = visible.filter(({ before, after }) => before !== after).sort((a, b) => a.start - b.start)
  if (changes.length === 0) return resultOf(prompt, [], whyNothing)
  if (changes.some(({ end }) => end > visibleEnd) || crosses(changes, prompt.length, visibleEnd))
    throw new LabError('internal', 'An edit crosses the end of what the model sees.', 'Please report this.')
  const source = prompt + canonicalSolution
  const text = applyEdits(source.slice(0, visibleEnd), changes)
  const rest = applyEdits(source.slice(visibleEnd), moved(hidden, -visibleEnd))
  if (canonicalSolution !== '' && parsePython(text + rest) === null && parsePython(source) !== null)
    return resultOf(prompt, [], 'The changed program would not parse.')
  const inPrompt = visibleEnd === prompt.length ? changes : changes.filter(({ start }) => start < prompt.length)
  const program = rest === canonicalSolution ? null : { entryPoint, canonicalSolution: rest }
  const shown = text.slice(applyEdits(prompt, inPrompt).length)
  return resultOf(prompt, [...inPrompt, replacement(prompt.length, '', shown)], whyNothing, program)
}

function crosses(edits: readonly Edit[], promptEnd: number, visibleEnd: number): boolean {
  return promptEnd < visibleEnd && edits.some(({ start, end }) => start < promptEnd && end > promptEnd)
}

function moved(edits: readonly Edit[], by: number): Edit[] {
  return [...edits]
    .sort((a, b) => a.start - b.start)
    .map((edit) => ({ ...edit, start: edit.start + by, end: edit.end + by }))
}
