/**
 * Python's text rules that the paper's tool leans on. A Python string is a sequence of code points, so are the arrays
 * here. Letters and case follow the Unicode version of the JavaScript engine; for characters assigned after CPython's
 * own Unicode version (14 in 3.11) the two may differ.
 */

const LETTER = /^\p{L}$/u
const LINE_BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/gu

/** `str.isalpha()` of one code point: Unicode categories Lu, Ll, Lt, Lm, Lo. */
export function isAlpha(character: string): boolean {
  return LETTER.test(character)
}

/** `str.upper()`: full case mapping, so it may lengthen the text ('ß' gives 'SS'). Independent of the locale. */
export function upper(text: string): string {
  return text.toUpperCase()
}

/** A line without its break, and where both lie (UTF-16 offsets). */
export interface Line {
  readonly start: number
  readonly text: string
  /** The characters that end the line, '' on a last line without a break. */
  readonly lineBreak: string
}

/** `str.splitlines()`, with places. A final break does not start another line; '' has no lines. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  for (const match of text.matchAll(LINE_BREAK)) {
    lines.push({ start, text: text.slice(start, match.index), lineBreak: match[0] })
    start = match.index + match[0].length
  }
  if (start < text.length) lines.push({ start, text: text.slice(start), lineBreak: '' })
  return lines
}

/** A code point and its UTF-16 offset. */
export interface Character {
  readonly start: number
  readonly text: string
}

/** The letters of `text[from, to)` in order. */
export function letters(text: string, from = 0, to = text.length): Character[] {
  const found: Character[] = []
  let start = from
  for (const character of text.slice(from, to)) {
    if (isAlpha(character)) found.push({ start, text: character })
    start += character.length
  }
  return found
}

const TRIPLE_QUOTED = /'''[^]*?'''|"""[^]*?"""/g

/** The insides of triple-quoted strings, without their quotes, in order. */
export function tripleQuoted(text: string): { readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(TRIPLE_QUOTED), (match) => ({
    start: match.index + 3,
    end: match.index + match[0].length - 3,
  }))
}
