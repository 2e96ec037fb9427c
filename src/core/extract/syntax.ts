import { parser } from '@lezer/python'
import type { SyntaxNode, Tree } from '@lezer/common'

/**
 * The tree of a source that CPython's ast.parse accepts, or null. Lezer forgives: besides its error nodes, the
 * indentation, print statements and targets of assignments are checked here.
 */
export function parseStrictly(source: string): Tree | null {
  const parsed = parse(source)
  return !(parsed instanceof Misfit) && isSound(parsed.topNode, source) ? parsed : null
}

export interface Survey {
  readonly parses: boolean
  /** Line of the first word that fits no grammar, from 0; null where there is none. */
  readonly stuck: number | null
  /** Statements of the top level that begin a line, as far as all of them fit the grammar; the last may go on. */
  readonly statements: readonly { readonly line: number; readonly isBroken: boolean }[]
}

/** What of a source parses, statement by statement. */
export function surveySource(source: string): Survey {
  const parsed = parse(source)
  const error = parsed instanceof Misfit ? parsed.offset : Infinity
  const lines = new LineCounter(source)
  const statements: { line: number; isBroken: boolean }[] = []
  let isSoundSoFar = true
  for (const node of children((parsed instanceof Misfit ? parsed.before(source) : parsed).topNode)) {
    if (node.from >= error) break
    if (isTrivial(node)) continue
    const place = indentation(node, source)
    const isBroken = place?.column !== 0 || !isSound(node, source)
    isSoundSoFar &&= !isBroken
    const last = statements.at(-1)
    // One that does not begin its line belongs to the one before it.
    if (place === null && last !== undefined) last.isBroken = true
    else statements.push({ line: lines.at(node.from), isBroken })
  }
  const stuck = error === Infinity ? null : lineOfWord(source, lines.at(error), error)
  return { parses: isSoundSoFar && error === Infinity, stuck, statements }
}

/** Numbers of lines, for offsets that only grow. */
class LineCounter {
  private offset = 0
  private line = 0

  constructor(private readonly source: string) {}

  at(offset: number): number {
    for (;;) {
      const end = this.source.indexOf('\n', this.offset)
      if (end < 0 || end >= offset) return this.line
      this.offset = end + 1
      this.line += 1
    }
  }
}

/** An error may stand at the end of the word before the one that did not fit: the line of the latter. */
function lineOfWord(source: string, line: number, offset: number): number {
  const [rest = '', ...after] = source.slice(offset).split('\n')
  if (!isWithoutContent(rest)) return line
  const found = after.findIndex((one) => !isWithoutContent(one))
  return line + 1 + (found < 0 ? after.length : found)
}

function isWithoutContent(line: string): boolean {
  return /^\s*(#|$)/.test(line)
}

/** Does not mend what it does not understand: that takes long, and what does not fit is of no use here. */
const STRICT = parser.configure({ strict: true })

/** Where the grammar cannot go on. */
class Misfit {
  constructor(readonly offset: number) {}

  /** The tree of the lines before that. */
  before(source: string): Tree {
    return parser.parse(readable(source.slice(0, source.lastIndexOf('\n', this.offset - 1) + 1)))
  }
}

function parse(source: string): Tree | Misfit {
  const nul = source.indexOf('\0')
  if (nul >= 0) return new Misfit(nul)
  try {
    return STRICT.parse(readable(source))
  } catch (problem) {
    const offset = problem instanceof SyntaxError ? /^No parse at (\d+)$/.exec(problem.message)?.[1] : undefined
    if (offset === undefined) throw problem
    return new Misfit(Number(offset))
  }
}

function isSound(top: SyntaxNode, source: string): boolean {
  let isValid = true
  const check = (node: SyntaxNode) => {
    isValid &&= !node.type.isError && checkNode(node, source)
  }
  check(top)
  top.cursor().iterate(({ node }) => {
    if (isValid) check(node)
    return isValid
  })
  return isValid
}

/** Lezer stumbles over floats that end in their point, and over a last line of white space: neither means anything. */
function readable(source: string): string {
  return source.trimEnd().replace(POINT_AT_END, '$10')
}

const POINT_AT_END = /(?<![\w.])(\d+)\.(?![\w.])/g

export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child)
  return found
}

export function textOf(node: SyntaxNode, source: string): string {
  return source.slice(node.from, node.to)
}

function checkNode(node: SyntaxNode, source: string): boolean {
  switch (node.name) {
    case 'Script':
      return children(node).every((child) => isTrivial(child) || indentation(child, source)?.column === 0)
    case 'Body':
      return checkBody(node, source)
    case 'PrintStatement':
      return false
    case 'AssignStatement':
    case 'UpdateStatement':
      return checkTargets(node)
    case 'IfStatement':
    case 'WhileStatement':
    case 'TryStatement':
      return checkClauses(node, source)
    case 'ForStatement':
      return checkLoopTargets(node) && checkClauses(node, source)
    case 'ComprehensionExpression':
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return checkLoopTargets(node)
    case 'AssertStatement':
      return node.lastChild?.name !== ','
    case 'ArgList':
      return checkArguments(node)
    case 'ParamList':
      return checkParameters(node)
    default:
      return true
  }
}

function isTrivial(node: SyntaxNode): boolean {
  return node.name === 'Comment' || node.name === ';' || node.name === ':'
}

/** CPython counts a tab to the next multiple of 8, and again as 1: blocks must agree under both. */
interface Indentation {
  readonly column: number
  readonly alternative: number
}

/** Of a node that is the first of its line; null where something else comes before it. */
function indentation(node: SyntaxNode, source: string): Indentation | null {
  // Position 0 must not look before the start: lastIndexOf takes -1 for 0.
  const lineStart = node.from === 0 ? 0 : source.lastIndexOf('\n', node.from - 1) + 1
  const before = source.slice(lineStart, node.from)
  if (before.trim() !== '') return null
  let column = 0
  for (const character of before)
    column = character === '\t' ? (Math.floor(column / 8) + 1) * 8 : character === '\f' ? 0 : column + 1
  return { column, alternative: before.length }
}

function isEqual(a: Indentation | null, b: Indentation): boolean {
  return a !== null && a.column === b.column && a.alternative === b.alternative
}

function checkBody(body: SyntaxNode, source: string): boolean {
  const statements = children(body).filter((child) => !isTrivial(child))
  const indents = statements.map((statement) => indentation(statement, source))
  const [first] = indents
  if (first === undefined) return false
  // A body on the line of its header.
  if (first === null) return statements.length === 1 && !COMPOUND.has(statements[0]?.name ?? '')
  const owner = lineIndentation(body, source)
  return (
    first.column > owner.column &&
    first.alternative > owner.alternative &&
    indents.every((indent) => isEqual(indent, first))
  )
}

const COMPOUND = new Set([
  ...['IfStatement', 'WhileStatement', 'ForStatement', 'TryStatement', 'WithStatement', 'MatchStatement'],
  ...['FunctionDefinition', 'ClassDefinition', 'DecoratedStatement'],
])

/** Of the statement that a body belongs to. */
function lineIndentation(body: SyntaxNode, source: string): Indentation {
  for (let node = body.parent; node !== null; node = node.parent) {
    const own = indentation(node, source)
    if (own !== null) return own
  }
  return { column: 0, alternative: 0 }
}

const CLAUSES = new Set(['elif', 'else', 'except', 'finally'])

/** elif, else, except and finally stand under the word they belong to; a try has at least one of the last two. */
function checkClauses(statement: SyntaxNode, source: string): boolean {
  const clauses = children(statement).filter((child) => CLAUSES.has(child.name))
  if (statement.name === 'TryStatement' && !clauses.some(({ name }) => name === 'except' || name === 'finally'))
    return false
  const own = indentation(statement, source)
  const isAsync = statement.firstChild?.name === 'async'
  return clauses.every((clause) => isAsync || own === null || isEqual(indentation(clause, source), own))
}

const TARGETS = new Set([
  'VariableName',
  'MemberExpression',
  'TupleExpression',
  'ArrayExpression',
  'ParenthesizedExpression',
  ',',
  '*',
  'TypeDef',
])

function checkTargets(statement: SyntaxNode): boolean {
  const parts = children(statement)
  const last = parts.findLastIndex(({ name }) => name === 'AssignOp' || name === 'UpdateOp')
  return parts.slice(0, Math.max(0, last)).every((part) => part.name === 'AssignOp' || isTarget(part))
}

/** Between each `for` and its `in`. */
function checkLoopTargets(node: SyntaxNode): boolean {
  let inTarget = false
  return children(node).every((child) => {
    if (child.name === 'for' || child.name === 'in') inTarget = child.name === 'for'
    else if (inTarget) return isTarget(child)
    return true
  })
}

function isTarget(node: SyntaxNode): boolean {
  if (!TARGETS.has(node.name)) return false
  if (node.name !== 'TupleExpression' && node.name !== 'ArrayExpression' && node.name !== 'ParenthesizedExpression')
    return true
  return children(node).every((child) => ['(', ')', '[', ']'].includes(child.name) || isTarget(child))
}

/** No positional argument after a keyword argument. */
function checkArguments(list: SyntaxNode): boolean {
  let seenKeyword = false
  return splitAtCommas(list).every((part) => {
    const isKeyword = part.some(({ name }) => name === 'AssignOp')
    const isStarred = part[0]?.name === '*' || part[0]?.name === '**'
    seenKeyword ||= isKeyword || part[0]?.name === '**'
    return isKeyword || isStarred || !seenKeyword
  })
}

/** No parameter without default after one with it, before a star. */
function checkParameters(list: SyntaxNode): boolean {
  if (list.parent?.name !== 'FunctionDefinition') return true
  let seenDefault = false
  let seenStar = false
  return splitAtCommas(list).every((part) => {
    const hasDefault = part.some(({ name }) => name === 'AssignOp')
    seenStar ||= part[0]?.name === '*' || part[0]?.name === '**'
    seenDefault ||= hasDefault
    return seenStar || hasDefault || !seenDefault || part[0]?.name === '/'
  })
}

function splitAtCommas(list: SyntaxNode): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]]
  for (const child of children(list)) {
    if (child.name === '(' || child.name === ')' || child.name === 'Comment') continue
    if (child.name === ',') parts.push([])
    else parts.at(-1)?.push(child)
  }
  return parts.filter((part) => part.length > 0)
}
