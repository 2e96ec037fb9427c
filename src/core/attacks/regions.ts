import type { AttackInput } from './types'
import { splitLines, tripleQuoted } from './python-text'
import { signaturesOf } from './signature'

/**
 * What each stretch of a prompt is. Only `sentence` is natural language that an attack may change; the rest carries
 * meaning for the program: code, signatures, examples (assert lines, `>>>` lines with their expected output, lines with
 * an arrow or `==`), quoted strings and literals, names (functions and parameters), and numbers.
 */
export type RegionKind = 'sentence' | 'code' | 'signature' | 'example' | 'quoted' | 'name' | 'number'

/** UTF-16 offsets, end exclusive. */
export interface Region {
  readonly kind: RegionKind
  readonly start: number
  readonly end: number
}

export type RegionInput = Pick<AttackInput, 'prompt' | 'form' | 'entryPoint'>

/**
 * The prompt cut into regions: sorted, without gaps, none empty, neighbours of different kinds. Natural language is
 * looked for inside triple-quoted strings; an MBPP prompt without any is read as text throughout.
 */
export function regionsOf(input: RegionInput): Region[] {
  const { prompt, form, entryPoint } = input
  const regions = new RegionList()
  const texts = tripleQuoted(prompt)
  if (texts.length === 0 && form === 'mbpp') texts.push({ start: 0, end: prompt.length })
  const signatures = signaturesOf(prompt, texts)
  const names = new Set(
    [entryPoint, ...signatures.flatMap((signature) => signature.names)].filter((name) => name !== ''),
  )
  let done = 0
  for (const text of texts) {
    addCode(regions, done, text.start, signatures)
    addText(regions, prompt, text.start, text.end, names)
    done = text.end
  }
  addCode(regions, done, prompt.length, signatures)
  return regions.items
}

/** Collects regions in order and joins neighbours of one kind. */
class RegionList {
  readonly items: Region[] = []

  add(kind: RegionKind, start: number, end: number): void {
    if (end <= start) return
    const last = this.items.at(-1)
    if (last?.kind === kind) this.items[this.items.length - 1] = { kind, start: last.start, end }
    else this.items.push({ kind, start, end })
  }
}

function addCode(
  regions: RegionList,
  start: number,
  end: number,
  signatures: readonly { readonly start: number; readonly end: number }[],
): void {
  let done = start
  for (const signature of signatures) {
    if (signature.start < done || signature.end > end) continue
    regions.add('code', done, signature.start)
    regions.add('signature', signature.start, signature.end)
    done = signature.end
  }
  regions.add('code', done, end)
}

const ASSERT_LINE = /^assert\b/
const CODE_LINE = /^(?:def |async def |class |import |from \S+ import |return\b|@|#)/
/** "return the sum of the list": two words that no operator joins are no expression. */
const RETURN_IN_PROSE = /^return\s+(?!(?:not|lambda|await)\b)\p{L}+\s+(?!(?:and|or|not|in|is|if|else|for)\b)\p{L}/u
const ARROW = /==|=>|->|[➞→]/u

function addText(regions: RegionList, prompt: string, start: number, end: number, names: ReadonlySet<string>): void {
  let inDoctest = false
  for (const line of splitLines(prompt.slice(start, end))) {
    const trimmed = line.text.trim()
    // As in doctest: expected output goes on until a blank line or the next prompt.
    inDoctest = trimmed.startsWith('>>>') || (inDoctest && trimmed !== '')
    const lineStart = start + line.start
    const lineEnd = lineStart + line.text.length
    if (inDoctest || ASSERT_LINE.test(trimmed) || ARROW.test(trimmed) || startsWithCall(trimmed, names)) {
      regions.add('example', lineStart, lineEnd)
    } else if (CODE_LINE.test(trimmed) && !RETURN_IN_PROSE.test(trimmed)) regions.add('code', lineStart, lineEnd)
    else addSentence(regions, line.text, lineStart, names)
    regions.add('code', lineEnd, lineEnd + line.lineBreak.length)
  }
}

function startsWithCall(line: string, names: ReadonlySet<string>): boolean {
  const word = /^[\p{L}_][\p{L}\p{N}_]*(?=\()/u.exec(line)?.[0]
  return word !== undefined && names.has(word)
}

/** Quoted strings may hold apostrophes between letters; lengths are bounded so that odd text stays cheap to read. */
const PROTECTED = new RegExp(
  [
    /(?<quoted>(?<![\p{L}\p{N}])(?:'(?:[^']|'(?=[\p{L}\p{N}])){0,200}?'|"[^"]{0,200}"|`[^`']{0,200}['`])(?![\p{L}\p{N}]))/u,
    /(?<call>[\p{L}_][\p{L}\p{N}_]*(?!\((?:s|es|ies)\))\((?:[^()]|\([^()]{0,200}\)){0,200}\))/u,
    /(?<literal>\[(?:[^[\]]|\[[^[\]]{0,200}\]){0,200}\]|\{[^{}]{0,200}\})/u,
    /(?<number>(?<![\p{L}\p{N}_])[-+]?\d(?:[\d.,]*\d)?(?![\p{L}_]))/u,
    /(?<word>[\p{L}_][\p{L}\p{M}\p{N}_]*)/u,
  ]
    .map((part) => part.source)
    .join('|'),
  'gu',
)
const PYTHON_CONSTANTS = new Set(['True', 'False', 'None'])

function addSentence(regions: RegionList, line: string, offset: number, names: ReadonlySet<string>): void {
  let done = 0
  for (const match of line.matchAll(PROTECTED)) {
    const kind = protectedKind(match.groups ?? {}, names)
    if (kind === 'sentence') continue
    regions.add('sentence', offset + done, offset + match.index)
    done = match.index + match[0].length
    regions.add(kind, offset + match.index, offset + done)
  }
  regions.add('sentence', offset + done, offset + line.length)
}

function protectedKind(groups: Readonly<Record<string, string | undefined>>, names: ReadonlySet<string>): RegionKind {
  if (groups['quoted'] !== undefined) return 'quoted'
  if (groups['call'] !== undefined || groups['literal'] !== undefined) return 'code'
  if (groups['number'] !== undefined) return 'number'
  const word = groups['word'] ?? ''
  if (names.has(word)) return 'name'
  return PYTHON_CONSTANTS.has(word) || /[_\p{N}]/u.test(word) ? 'code' : 'sentence'
}
