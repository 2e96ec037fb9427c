import { closedTags } from '../../tagging/closed-words'
import { wordTokens } from '../../tagging/rejoin'
import { isStopWord } from '../../tagging/stop-words'
import type { PartOfSpeech } from '../../wordnet/types'
import { regionsOf, type Region } from '../regions'
import type { Tagger } from '../resources'
import type { AttackInput } from '../types'
import { partOfTag } from './candidates'

/** A word or mark of the natural language. */
export interface ProseToken {
  readonly text: string
  /** UTF-16 offsets in the prompt, end exclusive. */
  readonly start: number
  readonly end: number
  /** Penn tag, from the whole sentence. */
  readonly tag: string
  /** Whether all of it lies where `corrected` may change things. */
  readonly free: boolean
  /** What stands between it and the next token. */
  readonly gapAfter: string
}

/** A word of content that may change. */
export interface ContentWord extends ProseToken {
  readonly part: PartOfSpeech
  /** Place in the list of tokens. */
  readonly place: number
}

/**
 * The tokens of the prompt's natural language, tagged. Examples and lines of code are left out; names, numbers and
 * quoted strings within sentences are tagged with the rest, so that what stands around them is understood, but not free.
 */
export function proseTokens(input: AttackInput, tagger: Tagger): ProseToken[] {
  const { prompt } = input
  const regions = regionsOf(input)
  const free = new Uint8Array(prompt.length)
  for (const { kind, start, end } of regions) if (kind === 'sentence') free.fill(1, start, end)
  return runs(prompt, regions).flatMap(({ start, end }) => {
    const tokens = wordTokens(prompt.slice(start, end))
    const tags = tagger.tag(tokens.map(({ text }) => text))
    return tokens.map((token, place) => {
      const from = start + token.start
      const to = start + token.end
      const isFree = free.subarray(from, to).every((flag) => flag === 1)
      const next = start + (tokens[place + 1]?.start ?? token.end)
      const gapAfter = prompt.slice(to, next)
      return { text: prompt.slice(from, to), start: from, end: to, tag: tags[place] ?? '', free: isFree, gapAfter }
    })
  })
}

/** Terms of programming and arithmetic: another word for them would mean something else. */
const TERMS = new Set(
  [
    'python code program list lists tuple tuples dictionary dictionaries dict dicts set sets string strings',
    'integer integers int float floats boolean booleans bool array arrays function functions method class',
    'number numbers digit digits character characters char letter letters word words element elements item items',
    'return returns returned input output even odd prime positive negative zero sum product key keys value values index indices row rows column columns',
    // "Given a list": hardly a verb any more.
    'given',
  ].flatMap((words) => words.split(' ')),
)

/** Nouns, verbs, adjectives and adverbs that may change: no proper names, words of closed classes, or protected terms. */
export function contentWords(tokens: readonly ProseToken[], terms: 'protected' | 'free'): ContentWord[] {
  return tokens.flatMap((token, place) => {
    const part = partOfTag(token.tag)
    if (part === null || !token.free || token.tag.startsWith('NNP')) return []
    // Two letters are a variable as often as a word.
    if (!/^\p{L}{3,}(?:-\p{L}+)*$/u.test(token.text)) return []
    const lower = token.text.toLowerCase()
    const isTerm = terms === 'protected' && TERMS.has(lower)
    return isStopWord(lower) || closedTags(lower) !== null || isTerm ? [] : [{ ...token, part, place }]
  })
}

/**
 * Stretches of natural language: neighbouring regions, over line breaks, up to an example, a signature or lines of code.
 */
function runs(prompt: string, regions: readonly Region[]): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  let open = false
  for (const { kind, start, end } of regions) {
    if (kind === 'example' || kind === 'signature' || (kind === 'code' && endsRun(prompt.slice(start, end)))) {
      open = false
      continue
    }
    const last = found.at(-1)
    if (open && last !== undefined) last.end = end
    else found.push({ start, end })
    open = true
  }
  return found
}

/** Code over more than the ends of two lines, a blank line, or the quotes of a docstring. */
function endsRun(code: string): boolean {
  const lines = code.split(/\r\n|[\n\r]/)
  return lines.length > 2 || code.includes('"""') || code.includes("'''")
}
