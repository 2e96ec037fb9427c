import { parser } from '@lezer/python'
import type { SyntaxNode } from '@lezer/common'
import { children, parseStrictly, textOf } from '../extract/syntax'
import { nestsTooDeeply } from './nesting'

/**
 * Each top-level assert is a test; everything else is run before them. A text that does not parse is one test as it is,
 * so that it fails rather than be lost.
 */
export function splitAsserts(source: string): { readonly setup: string; readonly tests: readonly string[] } {
  const root = nestsTooDeeply(source) ? undefined : parseStrictly(source)?.topNode
  if (root === undefined) return { setup: '', tests: [source] }
  const statements = children(root)
    .flatMap((node) => (node.name === 'StatementGroup' ? children(node) : [node]))
    .filter(({ name }) => name !== 'Comment' && name !== ';')
  const texts = (wanted: boolean) =>
    statements
      .filter(({ name }) => (name === 'AssertStatement') === wanted)
      .map((node) => textOf(node, source).trimEnd())
  return { setup: texts(false).join('\n'), tests: texts(true) }
}

/** The first name that the tests call and the code defines at its top level; of nested calls the outermost. */
export function calledName(tests: readonly string[], code: string): string | null {
  const defined = definedNames(code)
  for (const test of tests.filter((one) => !nestsTooDeeply(one))) {
    let found: string | null = null
    parser.parse(test).iterate({
      enter: ({ name, node }) => {
        const callee = name === 'CallExpression' ? node.firstChild : null
        if (found !== null || callee?.name !== 'VariableName') return
        const called = textOf(callee, test)
        if (defined.has(called)) found = called
      },
    })
    if (found !== null) return found
  }
  return null
}

function definedNames(code: string): Set<string> {
  const names = new Set<string>()
  if (nestsTooDeeply(code)) return names
  const add = (node: SyntaxNode): void => {
    switch (node.name) {
      case 'StatementGroup':
      case 'DecoratedStatement':
        return children(node).forEach(add)
      case 'FunctionDefinition':
      case 'ClassDefinition':
      case 'AssignStatement': {
        const name = node.getChild('VariableName')
        if (name !== null) names.add(textOf(name, code))
      }
    }
  }
  children(parser.parse(code).topNode).forEach(add)
  return names
}
