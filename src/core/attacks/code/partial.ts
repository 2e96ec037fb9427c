import type { AttackInput } from '../types'
import { sourceLines } from './lines'
import { entryProgramOf, isRefusal, type EntryProgram, type Refusal } from './program'

/** A program of which the model sees the first half of the function's body. */
export interface PartialProgram extends EntryProgram {
  /** Where the reference's body starts: at the end of the prompt. */
  readonly visibleStart: number
  /** Where the part ends that the model sees, behind a line break. */
  readonly visibleEnd: number
}

/**
 * The program with the first floor(lines / 2) lines of the reference solution shown, as ReCode has it for its attacks on
 * code. Blank lines around the solution are no lines of it; those in front are shown.
 */
export function partialProgramOf(input: AttackInput): PartialProgram | Refusal {
  const program = entryProgramOf(input)
  if (isRefusal(program)) return program
  const visibleStart = input.prompt.length
  const lines = sourceLines(program.source, visibleStart)
  const first = lines.findIndex(({ text }) => text.trim() !== '')
  const last = lines.findLastIndex(({ text }) => text.trim() !== '')
  const shown = Math.floor((last - first + 1) / 2)
  const end = lines[first + shown]
  if (shown === 0 || end === undefined)
    return { why: 'The reference solution is a single line: there is no first half to show.' }
  return { ...program, visibleStart, visibleEnd: end.start }
}
