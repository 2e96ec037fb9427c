import type { SyntaxNode } from '@lezer/common'

const COUNTERS = ['i', 'j', 'k', 'index', 'idx', 'n']
const ELEMENTS = ['item', 'x', 'element', 'value', 'entry', 'e']
const NUMBERS = ['count', 'total', 'num', 'result', 'number']
const LISTS = ['result', 'res', 'items', 'output', 'values', 'lst']
const TEXTS = ['s', 'text', 'string', 'word', 'out']
const TABLES = ['d', 'counts', 'mapping', 'table', 'freq']
const OTHERS = ['result', 'temp', 'value', 'res', 'data', 'current', 'val', 'tmp', 'ans']

/**
 * Names that programmers often give to a variable bound in such a way: a guess by its first binding, in place of the
 * model that ReCode asks.
 */
export function commonNames(binding: SyntaxNode): readonly string[] {
  return [...fitting(binding), ...OTHERS, ...ELEMENTS]
}

function fitting(binding: SyntaxNode): readonly string[] {
  const { parent } = binding
  if (parent?.name === 'ForStatement') return parent.getChild('CallExpression') === null ? ELEMENTS : COUNTERS
  if (parent?.name !== 'AssignStatement') return []
  switch (parent.lastChild?.name) {
    case 'Number':
      return NUMBERS
    case 'String':
    case 'FormatString':
      return TEXTS
    case 'ArrayExpression':
    case 'ArrayComprehensionExpression':
      return LISTS
    case 'DictionaryExpression':
    case 'DictionaryComprehensionExpression':
      return TABLES
    default:
      return []
  }
}
