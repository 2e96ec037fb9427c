import { isRefusal, walk } from '../code/program'
import { indentationAt, sourceLines } from '../code/lines'
import { divideEdits, visibleResult } from '../code/visible'
import { replacement, resultOf } from '../edits'
import type { Attack, Edit } from '../types'
import type { Tree } from '@lezer/common'
import { children } from '../../extract/syntax'
import { codeParameter, formatRegions, shownProgramOf, textsOf, type ShownProgram } from './shown'

/** ReCode's tab_indent: the other kind of indentation. */
export const tabs: Attack = {
  id: 'tabs',
  name: 'Tabs for blanks',
  level: 'format',
  modes: ['corrected'],
  random: false,
  description:
    'Indents with tabs where the function is indented with blanks, and the other way round, docstring and reference included.',
  needs: [],
  regions: formatRegions,
  parameters: { code: codeParameter },
  apply(input, options) {
    const { prompt } = input
    const program = shownProgramOf(input, options)
    if (isRefusal(program)) return resultOf(prompt, [], program.why)
    const unit = indentationOf(program)
    if (unit === '') return resultOf(prompt, [], 'The prompt has no code that is indented.')
    const edits = reindented(program, unit)
    const why = 'No line of the prompt is indented by a whole step.'
    return visibleResult(input, program.visibleEnd, divideEdits(edits, program.visibleEnd), why)
  },
}

/** One step: what stands in front of the first statement of the function. */
function indentationOf({ source, body }: ShownProgram): string {
  const first = body === null ? undefined : children(body).find(({ name }) => name !== ':' && name !== 'Comment')
  return first === undefined ? '' : indentationAt(source, first.from)
}

/** Lines that start inside of a text that is no docstring keep what they have: it is part of a value. */
function reindented(program: ShownProgram, unit: string): Edit[] {
  const { source, tree, docstring } = program
  const values = textsOf(tree).filter(({ from }) => from !== docstring?.from)
  const change = unit.startsWith('\t') ? (before: string) => before.replaceAll('\t', '    ') : toTabs(program, unit)
  return sourceLines(source).flatMap(({ start, text }) => {
    const before = /^[ \t]*/.exec(text)?.[0] ?? ''
    if (before === text || values.some((node) => node.from < start && node.to > start)) return []
    return [replacement(start, before, change(before, start + before.length))]
  })
}

/** A tab for each block a line is in, whatever its width; what lines inside of brackets have beyond is counted in steps. */
function toTabs({ tree }: ShownProgram, unit: string): (before: string, offset: number) => string {
  const starts = statementStarts(tree)
  const blocks = [0]
  return (before, offset) => {
    const width = before.length
    if (starts.has(offset)) {
      while (blocks.length > 1 && (blocks.at(-1) ?? 0) > width) blocks.pop()
      if (width > (blocks.at(-1) ?? 0)) blocks.push(width)
    }
    const depth = Math.max(
      0,
      blocks.findLastIndex((block) => block <= width),
    )
    const beyond = width - (blocks[depth] ?? 0)
    return '\t'.repeat(depth + Math.floor(beyond / unit.length)) + ' '.repeat(beyond % unit.length)
  }
}

const PARENTS = new Set(['Script', 'Body', 'StatementGroup', 'DecoratedStatement', 'MatchBody'])
const CLAUSES = new Set(['elif', 'else', 'except', 'finally', 'MatchClause'])

/** Where statements and their clauses start: only there the indentation has a meaning. */
function statementStarts(tree: Tree): Set<number> {
  const starts = new Set<number>()
  walk(tree.topNode, (node) => {
    const isStart = CLAUSES.has(node.name) || (node.name !== 'Comment' && PARENTS.has(node.parent?.name ?? ''))
    if (isStart) starts.add(node.from)
  })
  return starts
}
