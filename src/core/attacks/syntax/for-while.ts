import type { SyntaxNode } from '@lezer/common'
import { indentationAt, isFirstOnLine } from '../code/lines'
import type { PartialProgram } from '../code/partial'
import { isRefusal, walk, type Refusal } from '../code/program'
import { syntaxAttack } from './partial-attack'
import { forAsWhile } from './for-as-while'
import { whileAsFor } from './while-as-for'
import { children } from '../../extract/syntax'
import type { Edit } from '../types'

/** ReCode's ForWhileTransformer, for the first loop. */
export const forWhile = syntaxAttack({
  id: 'for-while',
  name: 'Loops: for and while',
  random: false,
  description:
    'Writes the first loop the other way. A for over a range counts by hand where that is the same; over anything else it asks its iterator. A while becomes an endless for that breaks.',
  parameters: {},
  edits(program) {
    const loop = firstLoop(program)
    return isRefusal(loop) ? loop : rewritten(loop, program)
  },
})

/** A loop in parts. The body stands on lines of its own. */
export interface Loop {
  readonly statement: SyntaxNode
  readonly body: SyntaxNode
  /** The first statement of the body. */
  readonly first: SyntaxNode
  readonly indentation: string
  readonly innerIndentation: string
}

function firstLoop({ tree, source, visibleStart, visibleEnd }: PartialProgram): Loop | Refusal {
  const loops: SyntaxNode[] = []
  walk(tree.topNode, (node) => {
    const isLoop = node.name === 'ForStatement' || node.name === 'WhileStatement'
    if (isLoop && node.from >= visibleStart && node.from < visibleEnd) loops.push(node)
  })
  const [statement] = loops
  if (statement === undefined) return { why: 'The first half has no loop that is a statement.' }
  const body = statement.getChild('Body')
  const first = body === null ? undefined : children(body).find(({ name }) => name !== ':' && name !== 'Comment')
  if (body === null || first === undefined) return { why: 'The loop has no body.' }
  if (body.from >= visibleEnd) return { why: 'The first half ends in the head of the loop.' }
  if (!isFirstOnLine(source, first.from)) return { why: 'The body of the loop stands on the line of its head.' }
  if (!isFirstOnLine(source, statement.from)) return { why: 'The loop shares its line with another statement.' }
  if (statement.getChild('else') !== null)
    return { why: 'The loop has an else, which another kind of loop would not reach.' }
  if (statement.firstChild?.name === 'async') return { why: 'The loop is asynchronous.' }
  return {
    statement,
    body,
    first,
    indentation: indentationAt(source, statement.from),
    innerIndentation: indentationAt(source, first.from),
  }
}

function rewritten(loop: Loop, program: PartialProgram): readonly Edit[] | Refusal {
  return loop.statement.name === 'ForStatement' ? forAsWhile(loop, program) : whileAsFor(loop, program)
}
