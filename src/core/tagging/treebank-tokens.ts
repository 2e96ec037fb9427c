import { PaddedText } from './padded-text'

/** A word or mark. `text` is what a tagger sees: a straight double quote becomes `` or ''; the rest is as written. */
export interface Token {
  readonly text: string
  /** UTF-16 offsets in the text, end exclusive. */
  readonly start: number
  readonly end: number
}

/** White space, digits and word characters as Python's `re` and `str.split` have them. */
const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`
const WORD = String.raw`[\p{L}\p{N}_]`
const WORD_START = `(?<!${WORD})`
const WORD_END = `(?!${WORD})`

interface Rule {
  readonly pattern: RegExp
  readonly pieces: readonly (string | number)[]
}

/** The match set apart by blanks. */
function apart(pattern: string): Rule {
  return { pattern: new RegExp(`(${pattern})`, 'gu'), pieces: [' ', 1, ' '] }
}

function rule(pattern: string, pieces: readonly (string | number)[], flags = 'gu'): Rule {
  return { pattern: new RegExp(pattern, flags), pieces }
}

const OPENING: readonly Rule[] = [
  apart('[«“‘„]|`+'),
  rule('^"', ['``']),
  apart('``'),
  // Two apostrophes count as a quote.
  rule(`([ ([{<])(?:"|'')`, [1, ' ', '``', ' ']),
  rule(`(')(?!re|ve|ll|m|t|s|d|n)(${WORD})${WORD_END}`, [1, ' ', 2], 'giu'),
]
const MARKS_BEFORE_PERIOD: readonly Rule[] = [
  rule(String.raw`([:,])(\P{Nd})`, [' ', 1, ' ', 2]),
  rule(String.raw`([:,])(?=\n?$)`, [' ', 1, ' ']),
  apart(String.raw`\.{2,}`),
  apart('[;@#$%&]'),
]
const MARKS_AFTER_PERIOD: readonly Rule[] = [
  apart('[?!]'),
  rule("([^'])(' )", [1, ' ', 2]),
  apart(String.raw`[*]`),
  apart(String.raw`[\][(){}<>]`),
  apart('--'),
]
const ENDING: readonly Rule[] = [
  apart('[»”’]'),
  apart("''"),
  rule('"', [' ', "''", ' ']),
  rule(`${SPACE}+`, [' ']),
  rule("([^' ])('[sSmMdD]|')( )", [1, ' ', 2, 3]),
  rule("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T)( )", [1, ' ', 2, 3]),
]
/** Two words written as one. */
const MERGED: readonly Rule[] = [
  ...[
    ['can', 'not'],
    ['d', "'ye"],
    ['gim', 'me'],
    ['gon', 'na'],
    ['got', 'ta'],
    ['lem', 'me'],
    ['more', "'n"],
  ].map(([first = '', second = '']) =>
    rule(`${WORD_START}(${first})(${second})${WORD_END}`, [' ', 1, ' ', 2, ' '], 'giu'),
  ),
  rule(`${WORD_START}(wan)(na)(?=${SPACE})`, [' ', 1, ' ', 2, ' '], 'giu'),
  rule(`( )('t)(is)${WORD_END}`, [1, 2, ' ', 3, ' '], 'giu'),
  rule(`( )('t)(was)${WORD_END}`, [1, 2, ' ', 3, ' '], 'giu'),
]

/**
 * The tokens of one sentence, as NLTK 3.9's word tokenizer (Treebank conventions) cuts it; only a period at the very end
 * of the text is a token of its own. Source: the conventions of the Penn Treebank's script, NLTK's documented
 * behaviour; checked against NLTK 3.9.1 in fixtures/treebank-tokens.json (models/fixtures/treebank_tokens.py).
 */
export function treebankTokens(sentence: string): Token[] {
  let padded = applied(PaddedText.of(sentence), OPENING)
  padded = endPeriod(padded, CLOSERS_AND_BLANKS)
  padded = applied(padded, MARKS_BEFORE_PERIOD)
  padded = endPeriod(padded, CLOSERS)
  padded = applied(padded, MARKS_AFTER_PERIOD)
  padded = padded.blanksAt([0, padded.text.length], padded.text.length)
  padded = applied(applied(padded, ENDING), MERGED)
  return Array.from(padded.text.matchAll(new RegExp(`(?:(?!${SPACE})[^])+`, 'gu')), (match) => ({
    text: match[0],
    ...padded.span(match.index, match.index + match[0].length),
  }))
}

function applied(padded: PaddedText, rules: readonly Rule[]): PaddedText {
  return rules.reduce((sofar, { pattern, pieces }) => sofar.replace(pattern, pieces), padded)
}

const CLOSERS_AND_BLANKS = new Set('])}>"\'»”’ ')
const CLOSERS = new Set('])}>"\'')
const IS_SPACE = new RegExp(SPACE, 'u')

/**
 * The period that only closing marks and white space follow, set apart from its word unless it is part of an ellipsis.
 * Looked for from the end: a pattern would take quadratic time on long runs of blanks.
 */
function endPeriod(padded: PaddedText, closers: ReadonlySet<string>): PaddedText {
  const { text } = padded
  let end = text.length
  while (end > 0 && IS_SPACE.test(text[end - 1] ?? '')) end -= 1
  let first = end
  while (first > 0 && closers.has(text[first - 1] ?? '')) first -= 1
  if (first < 2 || text[first - 1] !== '.' || text[first - 2] === '.') return padded
  return padded.blanksAt([first - 1, first, end], end)
}
