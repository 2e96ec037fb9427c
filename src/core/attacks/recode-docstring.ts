import { tripleQuoted, type Character } from './python-text'
import type { AttackInput } from './types'

/** What stands for a protected word while letters change; it has none itself. */
const PLACEHOLDER = '<|||>'

/** A character of the docstring as ReCode's transforms see it; `start` is null for those of a placeholder. */
export interface MaskedCharacter {
  readonly text: string
  readonly start: number | null
}

/**
 * The stretch ReCode's docstring transforms change: the docstring of the entry point up to its first `>>>` (of an MBPP
 * prompt up to its first assert), without the first character and the white space around it. Without examples it goes to
 * the end of the docstring. Strings in ''' count as docstrings, which ReCode's search does not know.
 * Source: ReCode's documented and observed behaviour (notes on ReCode, section 4).
 */
export function recodeStretch(input: Pick<AttackInput, 'prompt' | 'form' | 'entryPoint'>): Stretch | null {
  const { prompt, form, entryPoint } = input
  const from = form === 'humaneval' ? Math.max(0, prompt.indexOf(entryPoint)) : 0
  const docstring = tripleQuoted(prompt).find(({ start }) => start > from)
  if (docstring === undefined) return null
  const whole = prompt.slice(docstring.start, docstring.end)
  const examples = whole.search(form === 'humaneval' ? />>>/ : /^assert\b/m)
  const text = examples === -1 ? whole : whole.slice(0, examples)
  const start = /^[^][ \n\t]*/u.exec(text)?.[0].length ?? 0
  const end = trimmedEnd(text)
  return start < end ? { start: docstring.start + start, end: docstring.start + end } : null
}

interface Stretch {
  readonly start: number
  readonly end: number
}

/** The characters of a stretch; words that are names of the prompt or the reference are placeholders. */
export function maskedCharacters(input: AttackInput, { start, end }: Stretch): MaskedCharacter[] {
  const names = protectedNames(input)
  const masked: MaskedCharacter[] = []
  let place = start
  input.prompt
    .slice(start, end)
    .split(' ')
    .forEach((word, index) => {
      if (index > 0) {
        masked.push({ text: ' ', start: place })
        place += 1
      }
      const name = /[\p{L}\p{N}]+/u.exec(word)?.[0]
      if (name !== undefined && names.has(name)) for (const text of PLACEHOLDER) masked.push({ text, start: null })
      else for (const character of plainCharacters(word, place)) masked.push(character)
      place += word.length
    })
  return masked
}

/** The characters of a stretch as they are. */
export function plainCharacters(text: string, offset: number): Character[] {
  const characters: Character[] = []
  let start = offset
  for (const character of text) {
    characters.push({ start, text: character })
    start += character.length
  }
  return characters
}

const TYPES =
  'int float bool str bytes list tuple dict set object List Tuple Dict Set Any Optional Union Callable Iterable'
const KEYWORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'
const NO_NAMES = new Set(KEYWORDS.split(' '))
const STRING_OR_COMMENT = /'''[^]*?'''|"""[^]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g

/** Names of variables, functions and types in the code of the prompt and its reference. */
export function protectedNames({ prompt, canonicalSolution, entryPoint }: AttackInput): Set<string> {
  const code = (prompt + canonicalSolution).replaceAll(STRING_OR_COMMENT, ' ')
  const found = Array.from(code.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu), ([name]) => name)
  return new Set([entryPoint, ...TYPES.split(' '), ...found.filter((name) => !NO_NAMES.has(name))])
}

function trimmedEnd(text: string): number {
  let end = text.length
  while (end > 0 && ' \n\t'.includes(text[end - 1] ?? 'x')) end -= 1
  return end
}
