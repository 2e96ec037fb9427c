/** A sentence of a text: UTF-16 offsets, end exclusive, white space around it left out. */
export interface SentenceSpan {
  readonly start: number
  readonly end: number
}

/**
 * Abbreviations whose period does not end a sentence, in lower case without the last period.
 */
const ABBREVIATIONS = new Set(
  'e.g i.e etc vs viz cf al approx resp dr mr mrs ms prof st jr sr inc ltd co corp fig figs eq eqs sec vol ch pp ed eds rev gen col capt jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat u.s u.k a.m p.m ph.d'.split(
    ' ',
  ),
)

/** An end mark with the marks that close after it, and the white space before the next sentence. */
const END = /(?<![.?!])([.?!]+)["')\]}»”’]*(?=\s|$)/gu
const LAST_WORD = /[^\s"'([{«“‘]*$/u

/**
 * Cuts a text into sentences, where NLTK would ask its trained punkt model, whose data cannot be had here: a period,
 * question or exclamation mark before white space ends one, whatever follows, unless the period belongs to a known
 * abbreviation, to a capital as initial, or to an ellipsis before a small letter. It may differ from punkt after
 * abbreviations that only punkt knows, and after initials.
 */
export function sentenceSpans(text: string): SentenceSpan[] {
  const spans: SentenceSpan[] = []
  let start = 0
  for (const match of text.matchAll(END)) {
    const markEnd = match.index + (match[1] ?? '').length
    if (!ends(text, match.index, markEnd, match[1] ?? '')) continue
    add(spans, text, start, match.index + match[0].length)
    start = match.index + match[0].length
  }
  add(spans, text, start, text.length)
  return spans
}

function ends(text: string, start: number, end: number, marks: string): boolean {
  if (/[?!]/.test(marks)) return true
  if (marks.length > 1) return !/^["')\]}»”’]*\s+\p{Ll}/u.test(text.slice(end, end + 40))
  const word = LAST_WORD.exec(text.slice(Math.max(0, start - 20), start))?.[0] ?? ''
  return !ABBREVIATIONS.has(word.toLowerCase()) && !/^\p{Lu}$/u.test(word)
}

function add(spans: SentenceSpan[], text: string, from: number, to: number): void {
  const part = text.slice(from, to)
  const trimmed = part.trim()
  if (trimmed === '') return
  const start = from + (part.length - part.trimStart().length)
  spans.push({ start, end: start + trimmed.length })
}
