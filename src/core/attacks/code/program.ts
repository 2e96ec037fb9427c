import { parser } from '@lezer/python'
import type { SyntaxNode, Tree } from '@lezer/common'
import { nestsTooDeeply } from '../../benchmarks/nesting'
import { children, parseStrictly, textOf } from '../../extract/syntax'
import type { AttackInput } from '../types'

/** Why an attack leaves a prompt as it is. */
export interface Refusal {
  readonly why: string
}

/** The reference program of a problem, parsed, and its function. Offsets are UTF-16 units of `source`. */
export interface EntryProgram {
  /** Prompt and canonical solution. */
  readonly source: string
  readonly tree: Tree
  readonly definition: SyntaxNode
  readonly body: SyntaxNode
  /** The string that the body starts with. */
  readonly docstring: SyntaxNode | null
}

type ProgramInput = Pick<AttackInput, 'prompt' | 'canonicalSolution' | 'entryPoint'>

export function isRefusal(value: object): value is Refusal {
  return 'why' in value
}

/** The tree of a source that Python accepts; null for any other, and for one that would take seconds to read. */
export function parsePython(source: string): Tree | null {
  return nestsTooDeeply(source) ? null : parseStrictly(source)
}

/** A tree of anything, errors and all; null where it would take seconds. */
export function parseLoosely(source: string): Tree | null {
  return nestsTooDeeply(source) ? null : parser.parse(source)
}

/** The program whose function starts in the prompt. Nothing is known of a problem without a reference. */
export function entryProgramOf({ prompt, canonicalSolution, entryPoint }: ProgramInput): EntryProgram | Refusal {
  if (canonicalSolution.trim() === '') return { why: 'The problem has no reference solution to go on with.' }
  const source = prompt + canonicalSolution
  const tree = parsePython(source)
  if (tree === null) return { why: 'Prompt and reference solution do not parse as one program.' }
  const definition = topLevel(tree).findLast(
    (node) => node.name === 'FunctionDefinition' && nameOf(node, source) === entryPoint,
  )
  const body = definition?.getChild('Body')
  if (definition === undefined || body === undefined || body === null)
    return { why: `The program has no function "${entryPoint}" at its top level.` }
  if (body.from >= prompt.length) return { why: 'The prompt has no code: the whole function is the answer.' }
  return { source, tree, definition, body, docstring: docstringOf(body) }
}

/** Statements at the top level, decorators left out. */
export function topLevel(tree: Tree): SyntaxNode[] {
  return children(tree.topNode).flatMap((node) => {
    if (node.name === 'StatementGroup') return children(node)
    return node.name === 'DecoratedStatement' ? children(node).slice(-1) : [node]
  })
}

/** The string that a body or a module starts with. */
export function docstringOf(body: SyntaxNode): SyntaxNode | null {
  const first = children(body).find(({ name }) => name !== ':' && name !== 'Comment')
  const only = first?.name === 'ExpressionStatement' ? first.firstChild : null
  return only?.name === 'String' ? only : null
}

export function nameOf(definition: SyntaxNode, source: string): string | null {
  const name = definition.getChild('VariableName')
  return name === null ? null : textOf(name, source)
}

/** A text that only stands there: a docstring, or a string used as a comment. */
export function isLoneString(node: SyntaxNode): boolean {
  return node.name === 'String' && node.parent?.name === 'ExpressionStatement'
}

/** Visits a node and all below it, in order; what is below those that `enter` answers `false` to is left out. */
export function walk(node: SyntaxNode, enter: (node: SyntaxNode) => unknown): void {
  node.cursor().iterate((at) => enter(at.node) !== false)
}
