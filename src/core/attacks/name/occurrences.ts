import type { SyntaxNode, Tree } from '@lezer/common'
import { children, textOf } from '../../extract/syntax'
import {
  isLoneString,
  isRefusal,
  nameOf,
  parseLoosely,
  parsePython,
  topLevel,
  walk,
  type Refusal,
} from '../code/program'
import { identifiersOf, isKeywordOfCall, wordsOf } from '../code/names'
import type { AttackInput } from '../types'
import { mentionsOf } from './mentions'

/** Where a program and its prompt speak of the entry point. */
export interface Occurrences {
  /** Offsets in prompt + canonical solution at which the name starts, in order. */
  readonly starts: readonly number[]
  /** Names that mean something else already. */
  readonly taken: ReadonlySet<string>
}

/** Code by a parser, docstrings and comments by words. Refused where the name cannot be followed for certain. */
export function occurrencesOf(input: AttackInput): Occurrences | Refusal {
  const { prompt, canonicalSolution, entryPoint } = input
  if (entryPoint === '') return { why: 'The problem names no function.' }
  const source = prompt + canonicalSolution
  const parts = partsOf(prompt, canonicalSolution)
  if (isRefusal(parts)) return parts
  const starts: number[] = parts.text ? mentionsOf(prompt, entryPoint) : []
  const taken = wordsOf(source)
  for (const { tree, offset } of parts.code) {
    const code = source.slice(offset)
    const found = inCode(tree, code, entryPoint)
    if (isRefusal(found)) return found
    starts.push(...found.starts.map((start) => offset + start))
    for (const name of identifiersOf(tree, code)) taken.add(name)
  }
  if (!starts.some((start) => start < prompt.length))
    return { why: `The prompt does not mention the function "${entryPoint}".` }
  const isDefined = parts.code.some(({ tree, offset }) => defines(tree, source.slice(offset), entryPoint))
  if (canonicalSolution.trim() !== '' && !isDefined)
    return { why: `The program does not define "${entryPoint}" at its top level.` }
  taken.delete(entryPoint)
  return { starts: [...new Set(starts)].sort((a, b) => a - b), taken }
}

interface Parts {
  /** Whether the prompt is text and no Python. */
  readonly text: boolean
  readonly code: readonly { readonly tree: Tree; readonly offset: number }[]
}

function partsOf(prompt: string, solution: string): Parts | Refusal {
  const whole = parsePython(prompt + solution)
  if (whole !== null) return { text: false, code: [{ tree: whole, offset: 0 }] }
  const answer = parsePython(solution)
  if (solution.trim() !== '' && answer === null)
    return { why: 'Prompt and reference solution do not parse as one program.' }
  if (answer !== null && solution.trim() !== '' && parsePython(prompt) === null)
    return { text: true, code: [{ tree: answer, offset: prompt.length }] }
  const start = parseLoosely(prompt)
  return start === null
    ? { why: 'The prompt has more brackets in each other than Python reads.' }
    : { text: false, code: [{ tree: start, offset: 0 }] }
}

function inCode(tree: Tree, source: string, name: string): { readonly starts: number[] } | Refusal {
  const starts: number[] = []
  let refusal: Refusal | null = null
  let looksNamesUp = false
  let isSpelled = false
  walk(tree.topNode, (node) => {
    if (node.name === 'Comment' || isLoneString(node)) {
      starts.push(...mentionsOf(textOf(node, source), name).map((start) => node.from + start))
    } else if (node.name === 'String') isSpelled ||= wordsOf(textOf(node, source)).has(name)
    else if (node.name === 'VariableName') {
      const text = textOf(node, source)
      looksNamesUp ||= ['eval', 'exec', 'globals', 'vars', 'locals'].includes(text)
      if (text !== name || isKeywordOfCall(node)) return
      refusal ??= refusalAt(node, name)
      starts.push(node.from)
    }
  })
  if (looksNamesUp && isSpelled) return { why: `The program may look "${name}" up by its text.` }
  return refusal ?? { starts }
}

function refusalAt(node: SyntaxNode, name: string): Refusal | null {
  switch (node.parent?.name) {
    case 'ImportStatement':
      return { why: `The program imports "${name}" as well.` }
    case 'ParamList':
      return node.prevSibling?.name === 'AssignOp' ? null : { why: `"${name}" is the name of a parameter as well.` }
    case 'FormatReplacement':
      return node.nextSibling?.name === 'FormatSelfDoc' ? { why: `The program prints the name "${name}".` } : null
    default:
      return null
  }
}

function defines(tree: Tree, source: string, name: string): boolean {
  return topLevel(tree).some((node) => {
    if (node.name === 'FunctionDefinition' || node.name === 'ClassDefinition') return nameOf(node, source) === name
    return (
      node.name === 'AssignStatement' &&
      children(node).some((child) => child.name === 'VariableName' && textOf(child, source) === name)
    )
  })
}
