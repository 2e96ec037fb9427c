import type { FailingTest } from '../../../core/judge/verdict'
import type { LineMark } from '../../code/lines'

/** A frame of the graded program, with the line of code it stands at. */
export interface ShownFrame {
  readonly line: number
  readonly name: string
  readonly text: string
}

/** The frames of a failing test, outermost first, with their code. Empty where nothing was raised. */
export function shownFrames(failing: FailingTest | null, program: string): ShownFrame[] {
  const lines = program.split('\n')
  return (failing?.trace ?? []).map(({ line, name }) => ({ line, name, text: lines[line - 1]?.trim() ?? '' }))
}

/** Where it was raised, and the calls that led there: each line once, where it was raised before all else. */
export function lineMarks(failing: FailingTest | null): LineMark[] {
  const trace = failing?.trace ?? []
  const last = trace.at(-1)
  if (failing === null || last === undefined) return []
  const way = new Map(trace.slice(0, -1).map(({ line }) => [line, 'called from here']))
  way.delete(last.line)
  return [
    ...Array.from(way, ([line, note]): LineMark => ({ line, kind: 'way', note })),
    { line: last.line, kind: 'here', note: failing.got },
  ]
}
