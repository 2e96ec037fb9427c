/** A stretch of a text, UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Never the end of a sentence, whatever follows. */
const ALWAYS_GOES_ON = new Set([
  'e.g',
  'i.e',
  'cf',
  'vs',
  'resp',
  'approx',
  'fig',
  'eq',
  'z.b',
  'd.h',
  'mr',
  'mrs',
  'dr',
])
/** The end of a sentence only before a capital. */
const MAY_END = new Set(['etc', 'no', 'al', 'max', 'min', 'incl', 'usw', 'bzw'])

const PARAGRAPH_BREAK = /\n[ \t\f\v]*(?:\r?\n[ \t\f\v\r]*)+/
const LIST_BREAK = /(?<=:[ \t\r]{0,20})\n|\n(?=[ \t]{0,200}(?:[-*•][ \t]|\d{1,3}[.)][ \t]))/
const HEADING =
  /\n(?=[ \t]{0,200}(?:Examples?|Notes?|Inputs?|Outputs?|Constraints?|Explanation)[ \t\r]{0,20}:?[ \t\r]{0,20}(?:\n|$))/
const BREAKS = new RegExp([PARAGRAPH_BREAK, LIST_BREAK, HEADING].map(({ source }) => source).join('|'), 'g')
const TERMINATOR = /(?<![.!?])[.!?]+["'”’)\]]{0,9}(?=\s)/g

/**
 * The sentences of a text, in order, without the white space around them; together they hold everything else of it. A
 * sentence ends at a full stop, question or exclamation mark before white space, at a blank line, after a colon at the
 * end of a line and before an item of a list or a heading. Abbreviations and the dots of an ellipsis before a small letter go on.
 */
export function sentencesOf(text: string): Span[] {
  const found: Span[] = []
  let start = 0
  for (const match of text.matchAll(BREAKS)) {
    addSentences(found, text, start, match.index)
    start = match.index + match[0].length
  }
  addSentences(found, text, start, text.length)
  return found
}

function addSentences(found: Span[], text: string, from: number, to: number): void {
  const paragraph = text.slice(from, to)
  let start = 0
  for (const match of paragraph.matchAll(TERMINATOR)) {
    const end = match.index + match[0].length
    if (goesOn(paragraph, start, match.index, match[0], end)) continue
    addTrimmed(found, text, from + start, from + end)
    start = end
  }
  addTrimmed(found, text, from + start, to)
}

function goesOn(paragraph: string, start: number, at: number, terminator: string, end: number): boolean {
  if (!terminator.startsWith('.')) return false
  // Bounded, so that odd text stays cheap to read.
  const following = paragraph
    .slice(end, end + 200)
    .trimStart()
    .slice(0, 1)
  const startsSmall = following !== '' && following === following.toLowerCase() && following !== following.toUpperCase()
  if (terminator.startsWith('..')) return startsSmall
  const isNumberOfItem = at - start < 20 && /^\s*\d{1,3}$/.test(paragraph.slice(start, at))
  if (isNumberOfItem) return true
  const word = /[\p{L}.]{1,12}$/u.exec(paragraph.slice(Math.max(0, at - 12), at))?.[0].toLowerCase() ?? ''
  if (ALWAYS_GOES_ON.has(word)) return true
  return MAY_END.has(word) && (startsSmall || following === '')
}

function addTrimmed(found: Span[], text: string, start: number, end: number): void {
  const stretch = text.slice(start, end)
  const trimmed = stretch.trim()
  if (trimmed === '') return
  const first = start + stretch.length - stretch.trimStart().length
  found.push({ start: first, end: first + trimmed.length })
}
