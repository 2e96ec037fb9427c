import type { SyntaxNode } from '@lezer/common'
import { children, textOf } from '../../extract/syntax'
import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { freshName } from '../code/fresh'
import { indentationAt, isFirstOnLine, lineBreakOf } from '../code/lines'
import type { PartialProgram } from '../code/partial'
import { walk } from '../code/program'
import { isSame, rebound, scopeOf } from '../code/scope'
import { dialCount, dialOf, randomOrder, whyNothingAllowed } from '../dial'
import { replacement } from '../edits'
import { choiceParameter } from '../parameters'
import { oneByDefault, syntaxAttack } from './partial-attack'

/** ReCode's DeadCodeInserter: a statement of the same code once more, where it is never run. */
export const deadCode = syntaxAttack({
  id: 'dead-code',
  name: 'Dead code',
  random: true,
  description:
    'Repeats a simple statement of the function inside of an if, while or for that never runs it. What the model is to write is not repeated.',
  parameters: {
    place: {
      kind: 'choice',
      label: 'Place',
      options: [
        { value: 'anywhere', label: 'In front of any statement' },
        { value: 'last', label: 'In front of the last statement (DeadCodeInserterLast)' },
      ],
      default: 'anywhere',
    },
    ...oneByDefault('Share of places'),
  },
  edits(program, { taskId }, { parameters, seed }) {
    const { source } = program
    const dial = dialOf(parameters)
    const whyNothing = whyNothingAllowed(dial)
    if (whyNothing !== null) return { why: whyNothing }
    const statements = ownStatements(program)
    const bodies = statements.filter(({ name, to }) => SIMPLE.has(name) && to <= program.visibleEnd)
    if (bodies.length === 0) return { why: 'The first half has no simple statement that it could repeat.' }
    const places = statements.filter(({ from }) => isFirstOnLine(source, from))
    const candidates = choiceParameter(parameters, 'place') === 'last' ? places.slice(-1) : places
    const generator = new CPythonRandom(deriveSeed(seed, 'dead-code', taskId))
    const chosen = [...randomOrder(candidates, generator)].slice(0, dialCount(candidates.length, dial))
    const lineBreak = lineBreakOf(source)
    const step = indentationAt(source, program.docstring?.from ?? children(program.body)[1]?.from ?? 0) || '    '
    const heads = ['if False:', 'while False:']
    if (rebound(program, ['range']) === null) heads.push(`for ${freshName(program, ['turn'])} in range(0):`)
    return chosen.map((place) => {
      const body = generator.choice(bodies)
      const head = generator.choice(heads)
      const indentation = indentationAt(source, place.from)
      const lines = [head, `${indentation}${step}${textOf(body, source).trimEnd()}`, indentation]
      return replacement(place.from, '', lines.join(lineBreak))
    })
  },
})

/** Those that bind or compute, on one line: what they name belongs to the function already. */
const SIMPLE = new Set(['AssignStatement', 'UpdateStatement', 'ExpressionStatement', 'ReturnStatement'])

/** Statements of the function itself, none of a function inside of it, that start in the first half. */
function ownStatements({ definition, body, source, visibleStart, visibleEnd }: PartialProgram): SyntaxNode[] {
  const found: SyntaxNode[] = []
  walk(body, (node) => {
    if (node.from >= visibleEnd) return false
    const isStatement = node.parent?.name === 'Body' && node.name !== ':' && node.name !== 'Comment'
    const isOwn = isStatement && isSame(scopeOf(node), definition)
    if (isOwn && node.from >= visibleStart && isOneLine(node, source)) found.push(node)
  })
  return found
}

/** A compound statement is a place to stand in front of, whatever its length; one to repeat has a single line. */
function isOneLine(node: SyntaxNode, source: string): boolean {
  return !SIMPLE.has(node.name) || !/[\r\n]/.test(textOf(node, source).trimEnd())
}
