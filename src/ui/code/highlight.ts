import { classHighlighter, highlightTree } from '@lezer/highlight'
import { parser } from '@lezer/python'

/** A stretch of text with one look. `changed` marks what differs from the code it is compared with. */
export interface Span {
  readonly text: string
  /** Class names of lezer's classHighlighter, e.g. "tok-keyword"; empty for plain text. */
  readonly look: string
  readonly changed: boolean
}

/** Half-open range of UTF-16 code units. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Python source as coloured spans, cut at the borders of `changed`. The texts joined are the code again. */
export function highlightPython(code: string, changed: readonly Range[] = []): Span[] {
  const looks: (Range & { look: string })[] = []
  highlightTree(parser.parse(code), classHighlighter, (start, end, look) => looks.push({ start, end, look }))
  const borders = new Set([0, code.length])
  for (const { start, end } of [...looks, ...changed]) {
    borders.add(start)
    borders.add(end)
  }
  const cuts = [...borders].filter((cut) => cut >= 0 && cut <= code.length).sort((a, b) => a - b)
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? code.length
    return { text: code.slice(start, end), look: lookAt(looks, start), changed: isInside(changed, start) }
  })
}

function lookAt(looks: readonly (Range & { look: string })[], position: number): string {
  return looks.findLast(({ start, end }) => start <= position && position < end)?.look ?? ''
}

function isInside(ranges: readonly Range[], position: number): boolean {
  return ranges.some(({ start, end }) => start <= position && position < end)
}
