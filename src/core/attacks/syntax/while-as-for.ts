import { freshName } from '../code/fresh'
import { lineBreakOf } from '../code/lines'
import type { PartialProgram } from '../code/partial'
import { replacement } from '../edits'
import type { Edit } from '../types'
import { rebound } from '../code/scope'
import type { Refusal } from '../code/program'
import type { Loop } from './for-while'

/**
 * `while c:` as `for turn in iter(int, 1):` with `if not (c): break` first. int() is never 1, so it never ends by itself;
 * `continue` and `break` mean what they did.
 */
export function whileAsFor(loop: Loop, program: PartialProgram): readonly Edit[] | Refusal {
  const { statement, body, first, innerIndentation } = loop
  const { source } = program
  const other = rebound(program, ['iter', 'int'])
  if (other !== null) return { why: `The program has a "${other}" of its own.` }
  const condition = source.slice(statement.from + 'while'.length, body.from)
  const lineBreak = lineBreakOf(source)
  const step = innerIndentation.slice(loop.indentation.length)
  const turn = freshName(program, ['turn'])
  const head = replacement(statement.from, `while${condition}`, `for ${turn} in iter(int, 1)`)
  const exit = [`if not (${condition.trim()}):`, `${innerIndentation}${step}break`, innerIndentation].join(lineBreak)
  return [head, replacement(first.from, '', exit)]
}
