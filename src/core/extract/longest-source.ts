import { tryParse } from './syntax'

/**
 * The run of two or more lines that parses and has the most lines that are not blank; the first of several.
 * Null where none parses. Runs are tried from the longest, so that a whole answer costs one parse. Nonsense, which a
 * model with broken weights writes, would cost a parse for every pair of lines: runs that cannot parse are passed over.
 */
export function longestSource(text: string): string | null {
  const lines = text.split('\n')
  const filled = [0]
  for (const line of lines) filled.push((filled.at(-1) ?? 0) + (line.trim() === '' ? 0 : 1))
  const runs: { start: number; end: number; count: number }[] = []
  for (let start = 0; start < lines.length; start += 1) {
    const first = contentLine(lines, start)
    const lastEnd = INDENTED.test(lines[first] ?? '') ? first : lines.length
    for (let end = start + 1; end < lastEnd; end += 1) {
      const count = (filled[end + 1] ?? 0) - (filled[start] ?? 0)
      if (count > 0) runs.push({ start, end, count })
    }
  }
  // A stable sort: equal counts stay in the order of start, then end.
  runs.sort((a, b) => b.count - a.count)
  // By start: the line at which a parse got stuck. A longer run from there holds the same words and gets stuck as well.
  const stuckLines = new Map<number, number>()
  for (const { start, end } of runs) {
    if (!stuckLines.has(start)) stuckLines.set(start, stuckAtOnce(lines, start))
    if (end > (stuckLines.get(start) ?? lines.length)) continue
    const source = lines.slice(start, end + 1).join('\n')
    const parsed = tryParse(source)
    if (parsed.tree !== null) return source
    if (parsed.stuck !== null) stuckLines.set(start, stuckLine(lines, start, parsed.stuck))
  }
  return null
}

const GLANCE = 6

/**
 * The line at which a run gets stuck within its first few lines, as prose does; else the number of lines. What comes
 * after them cannot mend it, unless they open a string that goes on.
 */
function stuckAtOnce(lines: readonly string[], start: number): number {
  const glance = lines.slice(start, start + GLANCE)
  const source = glance.join('\n')
  if (source.includes('"""') || source.includes("'''")) return lines.length
  const parsed = tryParse(source)
  if (parsed.tree !== null || parsed.stuck === null) return lines.length
  const line = stuckLine(glance, 0, parsed.stuck)
  return line < glance.length - 1 ? start + line : lines.length
}

/** A program never begins with white space, but for lines of comments. */
const INDENTED = /^[ \t]+[^\s\\#]/

function isWithoutContent(line: string): boolean {
  return /^\s*(#|$)/.test(line)
}

/** The first line from `start` on that is neither blank nor a comment. */
function contentLine(lines: readonly string[], start: number): number {
  const found = lines.findIndex((line, index) => index >= start && !isWithoutContent(line))
  return found < 0 ? lines.length : found
}

/** The line of the word that did not fit: the offset may be that of the end of the word before it. */
function stuckLine(lines: readonly string[], start: number, stuck: number): number {
  let line = start
  let column = stuck
  while (line < lines.length && column > (lines[line] ?? '').length) {
    column -= (lines[line] ?? '').length + 1
    line += 1
  }
  const rest = (lines[line] ?? '').slice(column)
  return isWithoutContent(rest) ? contentLine(lines, line + 1) : line
}
