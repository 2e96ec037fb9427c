import type { SyntaxNode } from '@lezer/common'
import { children, textOf } from '../../extract/syntax'
import type { PartialProgram } from '../code/partial'
import { identifiersOf } from '../code/names'
import { walk } from '../code/program'
import { containsAny } from '../code/scope'
import { replacement } from '../edits'
import { syntaxAttack } from './partial-attack'

const MIRRORED: ReadonlyMap<string, string> = new Map([
  ['<', '>'],
  ['>', '<'],
  ['<=', '>='],
  ['>=', '<='],
  ['==', '=='],
  ['!=', '!='],
])

/** ReCode's OperandSwap: a > b is written b < a. */
export const operandSwap = syntaxAttack({
  id: 'operand-swap',
  name: 'Swapped operands',
  random: false,
  description: 'Writes the first comparison that allows it the other way round: a > b as b < a.',
  parameters: {},
  edits(program) {
    const { source } = program
    const all = comparisons(program)
    if (all.length === 0) return { why: 'The first half has no comparison of two operands.' }
    if (containsAny(program.tree.topNode, new Set(['ClassDefinition'])))
      return { why: 'The program has classes, which may compare in ways of their own.' }
    const safe = all.find((comparison) => isSwappable(comparison, program))
    if (safe === undefined) return { why: 'Both sides of each comparison run code: their order may matter.' }
    const { left, operator, right } = safe
    const [before, after] = [textOf(left, source), textOf(right, source)]
    const mark = textOf(operator, source)
    return [
      replacement(left.from, before, apart(source[left.from - 1] ?? '', after, source[left.to] ?? '')),
      replacement(operator.from, mark, MIRRORED.get(mark) ?? mark),
      replacement(right.from, after, apart(source[right.from - 1] ?? '', before, source[right.to] ?? '')),
    ]
  },
})

interface Comparison {
  readonly left: SyntaxNode
  readonly operator: SyntaxNode
  readonly right: SyntaxNode
}

/** Those that the model sees whole, chains (a < b < c) and texts with code in them left out. */
function comparisons({ tree, source, visibleStart, visibleEnd }: PartialProgram): Comparison[] {
  const found: Comparison[] = []
  walk(tree.topNode, (node) => {
    if (node.name === 'FormatString') return false
    const comparison = comparisonAt(node, source)
    if (comparison === null || isComparison(node.parent) || node.from < visibleStart || node.to > visibleEnd) return
    if (!isComparison(comparison.left) && !isComparison(comparison.right)) found.push(comparison)
  })
  return found
}

function comparisonAt(node: SyntaxNode, source: string): Comparison | null {
  const [left, operator, right, ...more] = children(node)
  if (node.name !== 'BinaryExpression' || left === undefined || operator?.name !== 'CompareOp') return null
  if (right === undefined || more.length > 0 || !MIRRORED.has(textOf(operator, source))) return null
  return { left, operator, right }
}

/** `in` and `is` are comparisons too: a chain may have them. */
function isComparison(node: SyntaxNode | null): boolean {
  return (
    node?.name === 'BinaryExpression' &&
    children(node).some(({ name }) => name === 'CompareOp' || name === 'in' || name === 'is')
  )
}

const CALLS = new Set(['CallExpression', 'AwaitExpression'])
const BINDING = new Set(['NamedExpression', 'YieldExpression'])

/** Whether it does not matter which side is worked out first. A name means the same unless a call can bind it anew. */
function isSwappable({ left, right }: Comparison, { tree, source }: PartialProgram): boolean {
  if (containsAny(left, BINDING) || containsAny(right, BINDING)) return false
  const rebinds = containsAny(tree.topNode, new Set(['ScopeStatement']))
  const isFixed = (node: SyntaxNode) =>
    node.name === 'VariableName' ? !rebinds : !containsAny(node, new Set([...CALLS, 'VariableName']))
  if (isFixed(left) || isFixed(right)) return true
  if (containsAny(left, CALLS) || containsAny(right, CALLS)) return false
  // Looking a key up may add it to the dictionary, or raise what somebody waits for.
  const looksUp = containsAny(left, SUBSCRIPTS) && containsAny(right, SUBSCRIPTS)
  return !looksUp || !(identifiersOf(tree, source).has('defaultdict') || containsAny(tree.topNode, HANDLERS))
}

const SUBSCRIPTS = new Set(['MemberExpression'])
const HANDLERS = new Set(['TryStatement', 'ClassDefinition'])
const WORD = /[\p{L}\p{N}_"']/u

/** A word must not grow together with the one beside it: `not(a) < b`. */
function apart(before: string, text: string, after: string): string {
  const front = WORD.test(before) && WORD.test(text[0] ?? '') ? ' ' : ''
  const back = WORD.test(after) && WORD.test(text.at(-1) ?? '') ? ' ' : ''
  return front + text + back
}
