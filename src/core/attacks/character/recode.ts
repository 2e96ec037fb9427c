import { CPythonRandom } from '../../random/cpython-random'
import { NumpyRandom } from '../../random/numpy-random'
import { replacement, resultOf } from '../edits'
import { neighboursOf } from '../name/keyboard'
import { numberParameter } from '../parameters'
import { maskedCharacters, plainCharacters, recodeStretch, type MaskedCharacter } from '../recode-docstring'
import type { AttackInput, AttackOptions, AttackResult, Edit, NumberSchema } from '../types'
import type { PublishedChange } from './letter-attack'

/**
 * ReCode's transforms of characters: the docstring before its examples, one stream for every prompt from the seed, one
 * draw a character. Source: notes on ReCode, section 4, and its published behaviour; its own outputs are not at hand, so
 * they are checked by their rates.
 */

const WHY_NO_DOCSTRING = 'ReCode changes docstrings; this prompt has none.'
const WHY_NOTHING_DRAWN = 'Nothing was drawn.'

/**
 * ButterFingers: every key that has neighbours, the blank too, takes a draw below 100 and changes where that is at most
 * 100 x probability: 6 of 100 at ReCode's 0.05. The key itself is among those drawn then. The neighbours are this
 * project's own; ReCode's lists reach further.
 */
export const publishedKeyboard: PublishedChange = {
  parameters: { probability: probability(0.05, 'Chance a letter, one more of 100 than it says') },
  apply: (input, options) =>
    transformed(input, (characters) => {
      const generator = new CPythonRandom(options.seed)
      const limit = Math.trunc(numberParameter(options.parameters, 'probability') * 100)
      return characters.flatMap(({ text, start }) => {
        const lower = text.toLowerCase()
        const keys = lower === ' ' ? [' '] : [lower, ...neighboursOf(lower)]
        if (lower !== ' ' && keys.length === 1) return []
        const typed = generator.randbelow(100) <= limit ? generator.choice(keys) : lower
        return start === null ? [] : [replacement(start, text, lower === text ? typed : typed.toUpperCase())]
      })
    }),
}

/** ChangeCharCase: each letter with a case takes a draw and changes where that is below the probability. */
export const publishedCase: PublishedChange = {
  parameters: { probability: probability(0.35, 'Chance a letter') },
  apply: (input, options) =>
    transformed(input, (characters) => {
      const generator = new CPythonRandom(options.seed)
      const chance = numberParameter(options.parameters, 'probability')
      return characters.flatMap(({ text, start }) => {
        const isUpper = /^\p{Uppercase}$/u.test(text)
        if (!isUpper && !/^\p{Lowercase}$/u.test(text)) return []
        if (generator.random() >= chance || start === null) return []
        return [replacement(start, text, isUpper ? text.toLowerCase() : text.toUpperCase())]
      })
    }),
}

/**
 * SwapCharacters: one draw for each pair of neighbours, names being placeholders; the pairs drawn change places in a
 * random order where both are letters or digits. The stream is NumPy's, from the seed and the sum of the characters.
 */
export const publishedSwap: PublishedChange = {
  parameters: { probability: probability(0.05, 'Chance a pair') },
  apply: (input, options) => transformed(input, (characters) => swapped(characters, options)),
}

function swapped(characters: readonly MaskedCharacter[], { parameters, seed }: AttackOptions): Edit[] {
  const chance = numberParameter(parameters, 'probability')
  const sum = characters.reduce((total, { text }) => total + (text.codePointAt(0) ?? 0), seed)
  const generator = new NumpyRandom(sum % 2 ** 32)
  const pairs = characters.slice(1).map((_, index) => index)
  const drawn = pairs.filter(() => generator.random() < chance)
  generator.shuffle(drawn)
  const texts = characters.map(({ text }) => text)
  for (const index of drawn) {
    const first = texts[index] ?? ''
    const second = texts[index + 1] ?? ''
    if (isAlphanumeric(first) && isAlphanumeric(second)) texts.splice(index, 2, second, first)
  }
  // Characters may differ in length: where places moved, whole runs of them are one edit.
  return changedRuns(characters, texts)
}

function changedRuns(characters: readonly MaskedCharacter[], texts: readonly string[]): Edit[] {
  const edits: Edit[] = []
  let run: Edit | null = null
  characters.forEach(({ text, start }, index) => {
    const after = texts[index] ?? ''
    if (start === null || after === text) {
      if (run !== null) edits.push(run)
      run = null
    } else
      run =
        run === null ? replacement(start, text, after) : replacement(run.start, run.before + text, run.after + after)
  })
  return run === null ? edits : [...edits, run]
}

/**
 * Whitespace: one draw for each character, names included; below 0.1 white space goes, below 0.05 a blank comes after
 * anything else.
 */
export const publishedWhitespace: PublishedChange = {
  parameters: {
    delete: probability(0.1, 'Chance that white space goes'),
    insert: probability(0.05, 'Chance that a blank comes after a character'),
  },
  apply(input, { parameters, seed }) {
    const stretch = recodeStretch(input)
    if (stretch === null) return resultOf(input.prompt, [], WHY_NO_DOCSTRING)
    const generator = new CPythonRandom(seed)
    const edits = plainCharacters(input.prompt.slice(stretch.start, stretch.end), stretch.start).flatMap(
      ({ text, start }) => {
        const draw = generator.random()
        if (isSpace(text)) return draw < numberParameter(parameters, 'delete') ? [replacement(start, text, '')] : []
        return draw < numberParameter(parameters, 'insert') ? [replacement(start + text.length, '', ' ')] : []
      },
    )
    return resultOf(input.prompt, edits, WHY_NOTHING_DRAWN)
  },
}

function transformed(input: AttackInput, change: (characters: readonly MaskedCharacter[]) => Edit[]): AttackResult {
  const stretch = recodeStretch(input)
  if (stretch === null) return resultOf(input.prompt, [], WHY_NO_DOCSTRING)
  return resultOf(input.prompt, change(maskedCharacters(input, stretch)), WHY_NOTHING_DRAWN)
}

function probability(value: number, label: string): NumberSchema {
  return { kind: 'fraction', minimum: 0, maximum: 1, default: value, label, mode: 'published' }
}

/** `str.isalnum` of one character. */
function isAlphanumeric(character: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(character)
}

/** `str.isspace` of one character. */
function isSpace(character: string): boolean {
  return /^[\s\x1c-\x1f\x85]$/u.test(character) && character !== '\ufeff'
}
