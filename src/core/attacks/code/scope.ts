import type { SyntaxNode } from '@lezer/common'
import { children, textOf } from '../../extract/syntax'
import { walk, type EntryProgram } from './program'

const SCOPES = new Set(['FunctionDefinition', 'ClassDefinition', 'LambdaExpression'])

/** The function, class or lambda that a node is in. */
export function scopeOf(node: SyntaxNode): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent) if (SCOPES.has(at.name)) return at
  return null
}

export function isSame(one: SyntaxNode | null, other: SyntaxNode | null): boolean {
  return one?.from === other?.from && one?.to === other?.to && one?.name === other?.name
}

/** Names that statements and walrus operators below a node bind, in whatever scope; parameters and imports are none. */
export function boundNames(below: SyntaxNode, source: string): Set<string> {
  return new Set(bindings(below).map((node) => textOf(node, source)))
}

/** The places at which `boundNames` are bound: nodes VariableName. */
export function bindings(below: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  walk(below, (node) => {
    found.push(...boundBy(node))
  })
  return found
}

function boundBy(node: SyntaxNode): SyntaxNode[] {
  const parts = children(node)
  switch (node.name) {
    case 'AssignStatement': {
      const last = parts.findLastIndex(({ name }) => name === 'AssignOp')
      return parts.slice(0, last).flatMap(targets)
    }
    case 'UpdateStatement':
    case 'NamedExpression':
      return parts.slice(0, 1).flatMap(targets)
    case 'ForStatement': {
      const end = parts.findIndex(({ name }) => name === 'in')
      return parts.slice(0, end).flatMap(targets)
    }
    case 'WithStatement':
    case 'TryStatement':
      return parts.flatMap((part, index) => (part.name === 'as' ? targetsAfter(parts, index) : []))
    case 'DeleteStatement':
      return parts.flatMap(targets)
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return parts.filter(({ name }) => name === 'VariableName').slice(0, 1)
    case 'MatchClause':
      return namesBelow(parts.filter(({ name }) => name !== 'Body'))
    default:
      return []
  }
}

function targetsAfter(parts: readonly SyntaxNode[], index: number): SyntaxNode[] {
  const next = parts[index + 1]
  return next === undefined ? [] : targets(next)
}

function targets(node: SyntaxNode): SyntaxNode[] {
  switch (node.name) {
    case 'VariableName':
      return [node]
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'ParenthesizedExpression':
      return children(node).flatMap(targets)
    default:
      return []
  }
}

function namesBelow(nodes: readonly SyntaxNode[]): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (const node of nodes)
    walk(node, (at) => {
      if (at.name === 'VariableName') found.push(at)
    })
  return found
}

/** The nodes VariableName below a node that have this text. */
export function usesOf(name: string, below: SyntaxNode, source: string): SyntaxNode[] {
  return namesBelow([below]).filter((node) => textOf(node, source) === name)
}

export function containsAny(below: SyntaxNode, names: ReadonlySet<string>): boolean {
  let found = false
  walk(below, ({ name }) => {
    found ||= names.has(name)
    return !found
  })
  return found
}

/** The first of some builtins that a program gives another meaning anywhere: by binding, as a parameter, by an import. */
export function rebound({ tree, source }: EntryProgram, builtins: readonly string[]): string | null {
  const own = new Set([...boundNames(tree.topNode, source), ...namesUnder(tree.topNode, NAMING, source)])
  return builtins.find((name) => own.has(name)) ?? null
}

const NAMING = new Set(['ParamList', 'ImportStatement'])

/** Names that stand directly in nodes of some kinds. */
export function namesUnder(below: SyntaxNode, kinds: ReadonlySet<string>, source: string): Set<string> {
  const found = namesBelow([below]).filter(({ parent }) => kinds.has(parent?.name ?? ''))
  return new Set(found.map((node) => textOf(node, source)))
}
