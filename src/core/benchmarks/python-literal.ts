import type { SyntaxNode } from '@lezer/common'
import { children, parseStrictly, textOf } from '../extract/syntax'
import type { PyValue } from '../judge/value'
import { MAXIMUM_DIGITS } from './json'
import { nestsTooDeeply } from './nesting'
import { parseFloatText, pyDict, pySet } from './python-numbers'
import { joinStrings, parseString } from './python-string'

const MAXIMUM_DEPTH = 200

export class NoLiteral extends Error {}

/**
 * The value of a Python literal: None, bools, ints, floats, complex numbers, str, bytes, lists, tuples, sets, dicts, signs
 * before numbers, and the calls `set()`, `set([...])`, `frozenset(...)` and `float("nan")` for what no literal writes.
 * Nothing is run. For anything else a text that says what is wrong, to follow the literal in a sentence.
 */
export function parseLiteral(source: string): { readonly value: PyValue } | string {
  const text = source.replace(/\r\n?/g, '\n').trim()
  if (nestsTooDeeply(text)) return 'is no Python literal: it is nested too deeply'
  const root = parseStrictly(text)?.topNode
  if (root === undefined) return 'is no Python literal: it does not parse'
  const [statement, more] = children(root)
  const [expression, rest] = statement?.name === 'ExpressionStatement' ? children(statement) : []
  if (expression === undefined || rest !== undefined || more !== undefined) {
    return 'is no Python literal: it must be one expression'
  }
  try {
    return { value: evaluate(expression, text, 0) }
  } catch (problem) {
    if (problem instanceof NoLiteral) return `is no Python literal: ${problem.message}`
    throw problem
  }
}

function evaluate(node: SyntaxNode, source: string, depth: number): PyValue {
  if (depth > MAXIMUM_DEPTH) throw new NoLiteral('it is nested too deeply')
  const items = () => parts(node).map((part) => evaluate(part, source, depth + 1))
  switch (node.name) {
    case 'None':
      return { type: 'none' }
    case 'Boolean':
      return { type: 'bool', value: textOf(node, source) === 'True' }
    case 'Number':
      return parseNumber(textOf(node, source))
    case 'String':
      return parseString(textOf(node, source))
    case 'ContinuedString':
      return joinStrings(children(node).map((part) => evaluate(part, source, depth + 1)))
    case 'UnaryExpression':
      return signed(node, source, depth)
    case 'BinaryExpression':
      return sum(node, source, depth)
    case 'ParenthesizedExpression':
      return onlyOne(items())
    case 'ArrayExpression':
      return { type: 'list', items: items() }
    case 'TupleExpression':
      return { type: 'tuple', items: items() }
    case 'SetExpression':
      return hashable(pySet('set', items()))
    case 'DictionaryExpression':
      return dict(node, source, depth)
    case 'CallExpression':
      return call(node, source, depth)
    default:
      throw new NoLiteral(`${JSON.stringify(textOf(node, source).slice(0, 40))} is not one`)
  }
}

const PUNCTUATION = new Set(['(', ')', '[', ']', '{', '}', ',', ':'])

function parts(node: SyntaxNode): SyntaxNode[] {
  return children(node).filter(({ name }) => !PUNCTUATION.has(name))
}

function parseNumber(text: string): PyValue {
  const isBased = /^0[xob]/i.test(text)
  if ((isBased ? /__|_$/ : /(?<!\d)_|_(?!\d)/).test(text)) throw new NoLiteral('an underscore stands between digits')
  const plain = text.replaceAll('_', '').toLowerCase()
  if (isBased || /^\d+$/.test(plain)) {
    if (/^0\d*[1-9]/.test(plain)) throw new NoLiteral('integers do not start with 0')
    if (plain.length > MAXIMUM_DIGITS) throw new NoLiteral(`an integer has more than ${MAXIMUM_DIGITS} digits`)
    return { type: 'int', value: BigInt(plain) }
  }
  const size = parseFloatText(plain.endsWith('j') ? plain.slice(0, -1) : plain)
  if (size === null) throw new NoLiteral(`${text} is no number`)
  return plain.endsWith('j') ? { type: 'complex', real: 0, imaginary: size } : { type: 'float', value: size }
}

function signed(node: SyntaxNode, source: string, depth: number): PyValue {
  const [sign, operand] = children(node)
  const symbol = sign === undefined ? '' : textOf(sign, source)
  const value = operand === undefined ? null : evaluate(operand, source, depth + 1)
  if (value === null || (symbol !== '-' && symbol !== '+')) throw new NoLiteral(`${symbol} is no sign`)
  switch (value.type) {
    case 'int':
      return { type: 'int', value: symbol === '-' ? -value.value : value.value }
    case 'float':
      return { type: 'float', value: symbol === '-' ? -value.value : value.value }
    case 'complex':
      return symbol === '-' ? { type: 'complex', real: -value.real, imaginary: -value.imaginary } : value
    default:
      throw new NoLiteral('a sign stands before numbers only')
  }
}

/** A complex number: a real one plus or minus an imaginary one, each part added as Python adds it. */
function sum(node: SyntaxNode, source: string, depth: number): PyValue {
  const [left, sign, right] = children(node)
  const symbol = sign === undefined ? '' : textOf(sign, source)
  if (left === undefined || right === undefined || right.name !== 'Number' || !['+', '-'].includes(symbol)) {
    throw new NoLiteral('of calculations only complex numbers are literals')
  }
  const real = evaluate(left, source, depth + 1)
  const imaginary = parseNumber(textOf(right, source))
  if ((real.type !== 'int' && real.type !== 'float') || imaginary.type !== 'complex') {
    throw new NoLiteral('of calculations only complex numbers are literals')
  }
  const whole = Number(real.value)
  return symbol === '+'
    ? { type: 'complex', real: whole + 0, imaginary: 0 + imaginary.imaginary }
    : { type: 'complex', real: whole - 0, imaginary: 0 - imaginary.imaginary }
}

function dict(node: SyntaxNode, source: string, depth: number): PyValue {
  const nodes = parts(node)
  if (nodes.some(({ name }) => name === '**')) throw new NoLiteral('** is not one')
  const values = nodes.map((part) => evaluate(part, source, depth + 1))
  const entries = Array.from({ length: values.length / 2 }, (_, index) => {
    const [key, value] = values.slice(2 * index)
    if (key === undefined || value === undefined) throw new NoLiteral('a dict has a key without a value')
    return [key, value] as const
  })
  return hashable(pyDict(entries))
}

function call(node: SyntaxNode, source: string, depth: number): PyValue {
  const [callee, list] = children(node)
  const name = callee === undefined ? '' : textOf(callee, source)
  const values = list === undefined ? [] : parts(list).map((part) => evaluate(part, source, depth + 1))
  const [value] = values
  if (values.length > 1) throw new NoLiteral(`${name} takes one argument here`)
  switch (name) {
    case 'set':
    case 'frozenset':
      return hashable(pySet(name, value === undefined ? [] : itemsOf(value)))
    case 'float': {
      const number = value?.type === 'str' ? parseFloatText(value.value) : null
      if (number === null) throw new NoLiteral('float() takes a text with a number')
      return { type: 'float', value: number }
    }
    default:
      throw new NoLiteral(`only set, frozenset and float may be called, not ${name.slice(0, 40)}`)
  }
}

function itemsOf(value: PyValue): readonly PyValue[] {
  if (value.type === 'list' || value.type === 'tuple' || value.type === 'set' || value.type === 'frozenset')
    return value.items
  throw new NoLiteral('a set is made of a list, a tuple or a set')
}

function hashable(value: PyValue | null): PyValue {
  if (value === null) throw new NoLiteral('lists, dicts and sets can be neither in a set nor keys')
  return value
}

function onlyOne(values: readonly PyValue[]): PyValue {
  const [value] = values
  if (value === undefined || values.length > 1) throw new NoLiteral('parentheses must hold one value')
  return value
}
