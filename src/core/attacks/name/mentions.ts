import { sourceLines } from '../code/lines'
import { isKeywordOfCall } from '../code/names'
import { parseLoosely, walk } from '../code/program'

const EXAMPLE = /^\s*(?:>>>|\.\.\.|(?=assert\b))/

/**
 * Where a text (a docstring, a comment) mentions a function: in examples by a parser, elsewhere as a whole word. A name
 * that could be a word of English (`add`, `solve`) counts as a mention only where it is called, quoted or said to be a
 * function: "add up" is about none.
 * @returns offsets at which the name starts, in order
 */
export function mentionsOf(text: string, name: string): number[] {
  return sourceLines(text).flatMap((line) => {
    const lead = EXAMPLE.exec(line.text)?.[0]
    const found = lead === undefined ? inWords(line.text, name) : inExample(line.text, lead.length, name)
    return found.map((start) => line.start + start)
  })
}

function inExample(line: string, from: number, name: string): number[] {
  const code = line.slice(from)
  const tree = parseLoosely(code)
  if (tree === null) return inWords(line, name)
  const found: number[] = []
  walk(tree.topNode, (node) => {
    if (node.name === 'VariableName' && code.slice(node.from, node.to) === name && !isKeywordOfCall(node))
      found.push(from + node.from)
  })
  return found
}

/** Characters on each side that tell a mention: a long line is not read anew for each. */
const NEAR = 20

function inWords(line: string, name: string): number[] {
  const isWord = !/[_\p{N}]|\p{Ll}\p{Lu}/u.test(name)
  const found: number[] = []
  for (let start = line.indexOf(name); start >= 0; start = line.indexOf(name, start + name.length)) {
    const before = line.slice(Math.max(0, start - NEAR), start)
    const after = line.slice(start + name.length, start + name.length + NEAR)
    if (/[\p{L}\p{M}\p{N}_.]$/u.test(before) || /^[\p{L}\p{M}\p{N}_]/u.test(after)) continue
    if (!isWord || after.startsWith('(') || isQuoted(before, after) || /\bfunction\s+$/.test(before)) found.push(start)
  }
  return found
}

function isQuoted(before: string, after: string): boolean {
  const mark = after[0]
  return mark !== undefined && '`\'"'.includes(mark) && before.endsWith(mark)
}
