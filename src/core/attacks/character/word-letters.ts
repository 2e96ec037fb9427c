import type { Character } from '../python-text'
import { regionsOf } from '../regions'
import type { AttackInput } from '../types'

/** A letter of the natural language that may be changed alone: no mark or joiner is attached to it. */
export interface WordLetter extends Character {
  /** UTF-16 offset of its end. */
  readonly end: number
  /** Whether a letter stands right before it. */
  readonly isInside: boolean
  /** The letter right after it, null at the end of a word. */
  readonly next: WordLetter | null
}

const LETTER = /^\p{L}$/u
/** Marks and joiners change the letter before them; a letter and its marks are left together. */
const ATTACHED = /^[\p{M}\u200c\u200d]$/u

/** The letters of the prompt's sentence regions, in order. */
export function wordLetters(input: AttackInput): WordLetter[] {
  return regionsOf(input).flatMap(({ kind, start, end }) =>
    kind === 'sentence' ? lettersBetween(input.prompt, start, end) : [],
  )
}

function lettersBetween(prompt: string, from: number, to: number): WordLetter[] {
  const characters = charactersBetween(prompt, from, to)
  const found: WordLetter[] = []
  let next: WordLetter | null = null
  // From the end, as each letter holds the one after it.
  for (let index = characters.length - 1; index >= 0; index -= 1) {
    const character = characters[index]
    const isAlone = !ATTACHED.test(characters[index + 1]?.text ?? '')
    if (character === undefined || !isAlone || !LETTER.test(character.text)) {
      next = null
      continue
    }
    const { start, text } = character
    next = { start, end: start + text.length, text, isInside: LETTER.test(characters[index - 1]?.text ?? ''), next }
    found.push(next)
  }
  return found.reverse()
}

function charactersBetween(prompt: string, from: number, to: number): Character[] {
  const characters: Character[] = []
  let start = from
  for (const text of prompt.slice(from, to)) {
    characters.push({ start, text })
    start += text.length
  }
  return characters
}
