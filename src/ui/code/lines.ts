import { highlightPython, type Range, type Span } from './highlight'

/** Coloured code, line by line. The texts of all spans joined with newlines between the lines are the code again. */
export function highlightLines(code: string, changed: readonly Range[] = []): Span[][] {
  const lines: Span[][] = [[]]
  for (const span of highlightPython(code, changed)) {
    for (const [place, text] of span.text.split('\n').entries()) {
      if (place > 0) lines.push([])
      if (text !== '') lines.at(-1)?.push({ ...span, text })
    }
  }
  return lines
}

/** What is said of a line, beside it. */
export interface LineMark {
  /** From 1. */
  readonly line: number
  /** `here`: what this is about; `way`: on the way there. */
  readonly kind: 'here' | 'way'
  readonly note: string
}
