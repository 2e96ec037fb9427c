import { parseStrictly } from './syntax'

/**
 * The run of two or more lines that parses and has the most lines that are not blank; the first of several.
 * Null where none parses. Runs are tried from the longest, so that a whole answer costs one parse.
 */
export function longestSource(text: string): string | null {
  const lines = text.split('\n')
  const filled = [0]
  for (const line of lines) filled.push((filled.at(-1) ?? 0) + (line.trim() === '' ? 0 : 1))
  const runs: { start: number; end: number; count: number }[] = []
  for (let start = 0; start < lines.length; start += 1) {
    for (let end = start + 1; end < lines.length; end += 1) {
      const count = (filled[end + 1] ?? 0) - (filled[start] ?? 0)
      if (count > 0) runs.push({ start, end, count })
    }
  }
  // A stable sort: equal counts stay in the order of start, then end.
  runs.sort((a, b) => b.count - a.count)
  for (const { start, end } of runs) {
    const source = lines.slice(start, end + 1).join('\n')
    if (parseStrictly(source) !== null) return source
  }
  return null
}
