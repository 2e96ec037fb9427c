import { partialProgramOf } from '../code/partial'
import { docstringOf, entryProgramOf, isRefusal, parsePython, walk, type Refusal } from '../code/program'
import { sourceLines, type SourceLine } from '../code/lines'
import { choiceParameter } from '../parameters'
import type { RegionKind } from '../regions'
import type { AttackInput, AttackOptions, ChoiceSchema } from '../types'
import type { SyntaxNode, Tree } from '@lezer/common'

/** ReCode lays out code of which the first half is there; most of it works on a prompt as it is too. */
export const codeParameter: ChoiceSchema = {
  kind: 'choice',
  label: 'Code to lay out',
  options: [
    { value: 'prompt', label: 'The prompt as it is' },
    { value: 'partial', label: 'The prompt with the first half of the reference (baseline: control-partial)' },
  ],
  default: 'prompt',
}

/** Layout runs through all of a prompt. */
export const formatRegions: readonly RegionKind[] = [
  ...(['sentence', 'code', 'signature', 'example', 'quoted', 'name', 'number'] as const),
]

/** A program, and how much of it the model sees. Offsets are UTF-16 units of `source`. */
export interface ShownProgram {
  /** Prompt and canonical solution; the prompt alone where it has no solution. */
  readonly source: string
  readonly tree: Tree
  readonly visibleEnd: number
  /** The function's docstring; where the prompt has no function, the text it starts with. */
  readonly docstring: SyntaxNode | null
  /** The body of the function, where it starts in the prompt. */
  readonly body: SyntaxNode | null
}

/** What an attack on the layout works on. Where the reference is a single line, its first half is empty. */
export function shownProgramOf(input: AttackInput, { parameters }: AttackOptions): ShownProgram | Refusal {
  const { prompt, canonicalSolution } = input
  const program = entryProgramOf(input)
  if (!isRefusal(program)) {
    const half = choiceParameter(parameters, 'code') === 'partial' ? partialProgramOf(input) : null
    return { ...program, visibleEnd: half === null || isRefusal(half) ? prompt.length : half.visibleEnd }
  }
  const source = prompt + canonicalSolution
  const tree = parsePython(source)
  if (tree === null) return { why: 'Prompt and reference solution do not parse as one program.' }
  return { source, tree, visibleEnd: prompt.length, docstring: docstringIn(tree, prompt.length), body: null }
}

function docstringIn(tree: Tree, promptEnd: number): SyntaxNode | null {
  const found = docstringOf(tree.topNode)
  return found !== null && found.to <= promptEnd ? found : null
}

/** Lines that start and end outside of any text, with something on them: code and comments. */
export function codeLines({ source, tree }: ShownProgram, from: number, to: number): SourceLine[] {
  const texts = textsOf(tree)
  return sourceLines(source, from, to).filter(
    ({ start, text }) =>
      text.trim() !== '' &&
      !texts.some((node) => node.from < start && node.to > start) &&
      !texts.some((node) => node.from < start + text.length && node.to > start + text.length),
  )
}

/** String literals, those in pieces whole. */
export function textsOf(tree: Tree): SyntaxNode[] {
  const found: SyntaxNode[] = []
  walk(tree.topNode, (node) => {
    const isText = node.name === 'String' || node.name === 'FormatString'
    if (isText) found.push(node)
    return !isText
  })
  return found
}
