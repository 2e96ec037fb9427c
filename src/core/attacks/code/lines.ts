/** A line of Python source: it ends in \n, \r\n or \r, in nothing else. */
export interface SourceLine {
  readonly start: number
  /** Without its break. */
  readonly text: string
  readonly lineBreak: string
}

/** Lines of `source[from, to)`, with their offsets in `source`. A final break does not start another line. */
export function sourceLines(source: string, from = 0, to = source.length): SourceLine[] {
  const lines: SourceLine[] = []
  let start = from
  for (const match of source.slice(from, to).matchAll(/\r\n|\n|\r/g)) {
    const end = from + match.index
    lines.push({ start, text: source.slice(start, end), lineBreak: match[0] })
    start = end + match[0].length
  }
  if (start < to) lines.push({ start, text: source.slice(start, to), lineBreak: '' })
  return lines
}

/** The break that a text uses, of its first line; \n where it has one line. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
}

/** The break that a text ends in, or else the one it uses: a final \n stays one behind lines that end in \r. */
export function lastBreakOf(text: string): string {
  return /(?:\r\n|\n|\r)$/.exec(text)?.[0] ?? lineBreakOf(text)
}

/** The white space in front of the line that `offset` is on. */
export function indentationAt(source: string, offset: number): string {
  const start = lineStartOf(source, offset)
  return /^[ \t\f]*/.exec(source.slice(start, offset))?.[0] ?? ''
}

export function lineStartOf(source: string, offset: number): number {
  let start = offset
  while (start > 0 && source[start - 1] !== '\n' && source[start - 1] !== '\r') start -= 1
  return start
}

export function isFirstOnLine(source: string, offset: number): boolean {
  return source.slice(lineStartOf(source, offset), offset).trim() === ''
}
