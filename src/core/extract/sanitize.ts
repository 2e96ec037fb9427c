import type { SyntaxNode } from '@lezer/common'
import { longestSource } from './longest-source'
import { children, parseStrictly, textOf } from './syntax'

export interface Sanitized {
  readonly program: string
  /** Whether `program` defines the entry point. */
  readonly extracted: boolean
  readonly why: 'definitions' | 'longest-source' | 'no-entry-point' | 'nothing-parses' | 'given-up'
}

interface Definition {
  readonly name: string | null
  readonly text: string
  readonly uses: ReadonlySet<string>
}

/**
 * EvalPlus's sanitizer: the longest part that parses; of it the imports, and the first definition by each name (classes,
 * functions that return something, simple assignments) as far as the entry point needs them. Where nothing of that is
 * left, the longest part itself.
 */
export function sanitize(text: string, entryPoint: string): Sanitized {
  const plain = text.replace(ANSI_ESCAPE, '')
  const longest = longestSource(plain)
  if (longest.type === 'given-up') return { program: plain, extracted: false, why: 'given-up' }
  if (longest.type === 'none') return { program: plain.split('\n')[0] ?? '', extracted: false, why: 'nothing-parses' }
  const { source } = longest
  const root = parseStrictly(source)?.topNode
  if (root === undefined) return { program: source, extracted: false, why: 'nothing-parses' }

  const statements = children(root).flatMap((node) => (node.name === 'StatementGroup' ? children(node) : [node]))
  const imports = statements.filter(({ name }) => name === 'ImportStatement').map((node) => textOf(node, source))
  const definitions = firstDefinitions(statements, source)
  const needed = reachable(definitions, entryPoint)
  const kept = definitions.filter(({ name }) => name !== null && needed.has(name))
  const program = [...imports, ...kept.map((definition) => definition.text)].join('\n').trim()
  if (program === '') {
    const extracted = statements.some((node) => definesSomehow(node, entryPoint, source))
    return { program: source, extracted, why: extracted ? 'longest-source' : 'no-entry-point' }
  }
  const extracted = kept.some(({ name }) => name === entryPoint)
  return { program, extracted, why: extracted ? 'definitions' : 'no-entry-point' }
}

const ANSI_ESCAPE = /\u001b\[[0-?]*[ -/]*[@-~]/g

function firstDefinitions(statements: readonly SyntaxNode[], source: string): Definition[] {
  const seen = new Set<string | null>()
  return statements.flatMap((node) => {
    const name = definedName(node, source)
    if (name === undefined || seen.has(name)) return []
    seen.add(name)
    return [{ name, text: textOf(node, source).trimEnd(), uses: namesIn(node, source) }]
  })
}

/** Undefined for what is no definition; null for an assignment to something without a name. */
function definedName(node: SyntaxNode, source: string): string | null | undefined {
  switch (node.name) {
    case 'ClassDefinition':
      return ownName(node, source)
    case 'FunctionDefinition':
      return contains(node, 'ReturnStatement') ? ownName(node, source) : undefined
    case 'AssignStatement':
      return assignedName(node, source)
    default:
      return undefined
  }
}

function ownName(node: SyntaxNode, source: string): string | null {
  const name = node.getChild('VariableName')
  return name === null ? null : textOf(name, source)
}

/** EvalPlus takes the first plain name on either side of the first "=", whichever side it is on. */
function assignedName(node: SyntaxNode, source: string): string | null {
  const parts = children(node)
  const operator = parts.findIndex(({ name }) => name === 'AssignOp')
  const left = parts.slice(0, operator).filter(({ name }) => name !== 'TypeDef')
  const right = parts.slice(operator + 1)
  const plain = [left, right].find((side) => side.length === 1 && side[0]?.name === 'VariableName')?.[0]
  return plain === undefined ? null : textOf(plain, source)
}

function contains(node: SyntaxNode, name: string): boolean {
  return node.name === name || children(node).some((child) => contains(child, name))
}

function namesIn(node: SyntaxNode, source: string): Set<string> {
  const names = new Set<string>()
  node.cursor().iterate(({ name, from, to }) => {
    if (name === 'VariableName' || name === 'PropertyName') names.add(source.slice(from, to))
  })
  return names
}

function reachable(definitions: readonly Definition[], entryPoint: string): Set<string> {
  const found = new Set([entryPoint])
  const queue = [entryPoint]
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const used of definitions.find((definition) => definition.name === name)?.uses ?? []) {
      if (found.has(used)) continue
      found.add(used)
      queue.push(used)
    }
  }
  return found
}

/** Functions without a return, decorated ones and those under an `if` count here: the whole source is run. */
function definesSomehow(node: SyntaxNode, entryPoint: string, source: string): boolean {
  if (node.name === 'FunctionDefinition' || node.name === 'ClassDefinition') return ownName(node, source) === entryPoint
  if (node.name === 'AssignStatement') return assignedName(node, source) === entryPoint
  return children(node).some((child) => definesSomehow(child, entryPoint, source))
}
