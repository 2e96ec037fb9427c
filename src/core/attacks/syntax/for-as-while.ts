import type { SyntaxNode } from '@lezer/common'
import { children, textOf } from '../../extract/syntax'
import { freshName } from '../code/fresh'
import { lineBreakOf } from '../code/lines'
import { identifiersOf } from '../code/names'
import type { PartialProgram } from '../code/partial'
import { boundNames, containsAny, rebound, scopeOf, usesOf } from '../code/scope'
import { walk, type Refusal } from '../code/program'
import { replacement } from '../edits'
import type { Edit } from '../types'
import type { Loop } from './for-while'

/** `for` as `while`: with a counter where it is a range and nothing can tell, else with the iterator a `for` has inside. */
export function forAsWhile(loop: Loop, program: PartialProgram): readonly Edit[] | Refusal {
  const other = rebound(program, ['range', 'iter', 'next', 'StopIteration'])
  if (other !== null) return { why: `The program has a "${other}" of its own.` }
  return countingLoop(loop, program) ?? askingLoop(loop, program)
}

/** Texts between `for`, `in` and the colon, and where the target is a single name, its node. */
function headOf({ statement, body }: Loop, source: string) {
  const parts = children(statement)
  const [start, middle] = [parts.find(({ name }) => name === 'for'), parts.find(({ name }) => name === 'in')]
  if (start === undefined || middle === undefined) throw new TypeError('A for statement has a for and an in.')
  const targets = parts.filter(({ from }) => from > start.from && from < middle.from)
  const values = parts.filter(({ from }) => from > middle.from && from < body.from)
  return {
    targetText: source.slice(start.to, middle.from).trim(),
    target: targets.length === 1 && targets[0]?.name === 'VariableName' ? targets[0] : null,
    valueText: source.slice(middle.to, body.from).trim(),
    value: values.length === 1 ? (values[0] ?? null) : null,
  }
}

/**
 * `items = iter(...)`, and each turn asks for the next one. The same whatever the loop does: `continue` asks anew, a
 * generator is asked no sooner, the variable has its last value afterwards.
 */
function askingLoop(loop: Loop, program: PartialProgram): readonly Edit[] {
  const { statement, body, first, indentation, innerIndentation } = loop
  const { source } = program
  const { targetText, value, valueText } = headOf(loop, source)
  const step = innerIndentation.slice(indentation.length)
  const items = freshName(program, ['items', 'iterator', 'remaining'])
  const all = value === null ? `(${valueText})` : valueText
  const lineBreak = lineBreakOf(source)
  const head = [`${items} = iter(${all})`, `${indentation}while True`].join(lineBreak)
  const next = [
    'try:',
    `${innerIndentation}${step}${targetText} = next(${items})`,
    `${innerIndentation}except StopIteration:`,
    `${innerIndentation}${step}break`,
    innerIndentation,
  ].join(lineBreak)
  return [replacement(statement.from, source.slice(statement.from, body.from), head), replacement(first.from, '', next)]
}

/** Null where counting by hand would not be the same. */
function countingLoop(loop: Loop, program: PartialProgram): readonly Edit[] | null {
  const { statement, body, indentation, innerIndentation } = loop
  const { source } = program
  const { target, value } = headOf(loop, source)
  const range = value === null ? null : rangeOf(value, program)
  if (target === null || range === null || !isCounter(target, loop, program)) return null
  const name = textOf(target, source)
  const lineBreak = lineBreakOf(source)
  const { start, stop, step } = range
  const before: string[] = [`${name} = ${start}`]
  let end = stop.text
  if (!stop.isFixed || boundNames(statement, source).has(stop.text)) {
    end = freshName(program, ['end', 'stop', 'limit'])
    // The range is worked out before its first number is given to the name.
    before.unshift(`${end} = ${stop.text}`)
  }
  if (usesOf(name, value ?? target, source).length > 0) return null
  const head = [...before, `while ${name} ${step < 0 ? '>' : '<'} ${end}`].join(lineBreak + indentation)
  const onward = `${innerIndentation}${name} ${step < 0 ? '-' : '+'}= ${Math.abs(step)}`
  const last = lastStatementEnd(body, source)
  if (last === null) return null
  return [
    replacement(statement.from, source.slice(statement.from, body.from), head),
    replacement(last, '', lineBreak + onward),
  ]
}

interface Range {
  readonly start: string
  readonly stop: { readonly text: string; readonly isFixed: boolean }
  readonly step: number
}

/** The arguments of `range(...)` with a start that is a number or a name and a step that is a number. */
function rangeOf(value: SyntaxNode, { source }: PartialProgram): Range | null {
  const callee = value.name === 'CallExpression' ? value.getChild('VariableName') : null
  const list = value.getChild('ArgList')
  if (callee === null || list === null || textOf(callee, source) !== 'range') return null
  const parts = children(list).filter(({ name }) => !['(', ')', ','].includes(name))
  if (parts.some(({ name }) => ['*', '**', 'AssignOp', 'Comment', 'for'].includes(name))) return null
  if (containsAny(list, new Set(['NamedExpression', 'YieldExpression', 'AwaitExpression']))) return null
  const [one, two, three, ...more] = parts
  if (one === undefined || more.length > 0) return null
  const step = three === undefined ? 1 : wholeNumber(textOf(three, source))
  const stop = two ?? one
  const start = two === undefined ? '0' : textOf(one, source)
  if (step === null || step === 0 || (two !== undefined && containsAny(one, CALLS))) return null
  const isFixed = stop.name === 'Number' || stop.name === 'VariableName'
  return { start, stop: { text: textOf(stop, source), isFixed }, step }
}

const CALLS = new Set(['CallExpression'])

function wholeNumber(text: string): number | null {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : null
}

/**
 * Whether a variable may count by hand: nobody else binds it, nobody looks at it outside of the loop (it ends one step
 * further on), nobody keeps it (a function made in the loop sees its last value), and no `continue` skips the step.
 */
function isCounter(target: SyntaxNode, { statement, body }: Loop, { tree, source }: PartialProgram): boolean {
  const name = textOf(target, source)
  const scope = scopeOf(statement) ?? tree.topNode
  const outside = usesOf(name, scope, source).filter(({ from }) => from < statement.from || from >= statement.to)
  if (outside.length > 0) return false
  if (boundNames(body, source).has(name) || identifiersOf(tree, source).has('locals')) return false
  return !containsAny(body, KEEPING) && !keepsLazily(body, name, source)
}

const KEEPING = new Set(['ContinueStatement', 'FunctionDefinition', 'ClassDefinition', 'LambdaExpression'])

/** Generator expressions look a name up when they are asked, which may be later. */
function keepsLazily(body: SyntaxNode, name: string, source: string): boolean {
  let found = false
  walk(body, (node) => {
    const isLazy = node.name === 'ComprehensionExpression' || (node.name === 'ArgList' && node.getChild('for') !== null)
    if (isLazy) found ||= usesOf(name, node, source).length > 0
  })
  return found
}

/** Behind the last statement of a body, a comment on its line included; null where a `;` or a line of its own is odd. */
function lastStatementEnd(body: SyntaxNode, source: string): number | null {
  const last = children(body).findLast(({ name }) => name !== 'Comment')
  if (last === undefined) return null
  let end = last.to
  while (end > last.from && /\s/.test(source[end - 1] ?? '')) end -= 1
  const rest = /^[^\r\n]*/.exec(source.slice(end))?.[0] ?? ''
  return end + rest.length
}
