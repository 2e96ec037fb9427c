import { describe, expect, it } from 'vitest'
import { neighboursOf } from '../name/keyboard'
import { maskedCharacters, plainCharacters, recodeStretch, type MaskedCharacter } from '../recode-docstring'
import { perturb } from '../registry'
import { starterBenchmarks } from '../testing'
import type { AttackInput, AttackResult, Edit } from '../types'
import { characterAttacks } from '.'

const INPUTS = starterBenchmarks.flatMap(({ inputs }) => inputs)

function run(
  attack: string,
  mode: 'published' | 'corrected',
  input: AttackInput,
  seed: number,
  parameters = {},
): AttackResult {
  return perturb({ attack, mode, parameters, seed }, input)
}

/** What ReCode's transforms read: names masked for all but white space. */
function read(input: AttackInput, masked: boolean): readonly MaskedCharacter[] {
  const stretch = recodeStretch(input)
  if (stretch === null) throw new Error(`${input.taskId} has no docstring.`)
  return masked
    ? maskedCharacters(input, stretch)
    : plainCharacters(input.prompt.slice(stretch.start, stretch.end), stretch.start)
}

interface Rate {
  readonly attack: string
  readonly what: string
  readonly masked: boolean
  /** The chance of each place to change, 0 where it cannot. */
  readonly chance: (characters: readonly MaskedCharacter[], index: number) => number
  readonly count: (edits: readonly Edit[]) => number
  /** The share of changes that undo or touch each other at most. */
  readonly lost: number
}

const ALPHANUMERIC = /^[\p{L}\p{N}]$/u
const RATES: readonly Rate[] = [
  {
    attack: 'keyboard',
    what: '6 of 100 letters, less those that are typed as they were',
    masked: true,
    chance: (characters, index) => {
      const near = neighboursOf(characters[index]?.text ?? '').length
      return near === 0 ? 0 : (0.06 * near) / (near + 1)
    },
    count: (edits) => edits.length,
    lost: 0,
  },
  {
    attack: 'swap',
    what: '5 of 100 pairs',
    masked: true,
    chance: (characters, index) => {
      const [first = '', second = ''] = characters.slice(index, index + 2).map(({ text }) => text)
      return ALPHANUMERIC.test(first) && ALPHANUMERIC.test(second) && first !== second ? 0.05 : 0
    },
    count: (edits) => edits.reduce((sum, { before }) => sum + before.length, 0) / 2,
    // Two neighbouring pairs move three letters, not four.
    lost: 0.05,
  },
  {
    attack: 'case',
    what: '35 of 100 letters',
    masked: true,
    chance: (characters, index) =>
      /^[A-Za-z]$/.test(characters[index]?.text ?? '') && characters[index]?.start !== null ? 0.35 : 0,
    count: (edits) => edits.length,
    lost: 0,
  },
  {
    attack: 'whitespace',
    what: '10 of 100 blanks go',
    masked: false,
    chance: (characters, index) => (characters[index]?.text.trim() === '' ? 0.1 : 0),
    count: (edits) => edits.filter(({ after }) => after === '').length,
    lost: 0,
  },
  {
    attack: 'whitespace',
    what: 'a blank comes after 5 of 100 other characters',
    masked: false,
    chance: (characters, index) => (characters[index]?.text.trim() === '' ? 0 : 0.05),
    count: (edits) => edits.filter(({ after }) => after === ' ').length,
    lost: 0,
  },
]
/** Checked to the letter in the test beside them. */
const BY_VECTORS = ['char']

describe('ReCode, as published, on the starter prompts', () => {
  it.each(RATES)('$attack: $what', ({ attack, masked, chance, count, lost }) => {
    let expected = 0
    let variance = 0
    let found = 0
    INPUTS.forEach((input, seed) => {
      const characters = read(input, masked)
      characters.forEach((_, index) => {
        const each = chance(characters, index)
        expected += each
        variance += each * (1 - each)
      })
      found += count(run(attack, 'published', input, seed).edits)
    })
    const error = 4 * Math.sqrt(variance)
    expect(expected).toBeGreaterThan(300)
    expect(found).toBeLessThan(expected + error)
    expect(found).toBeGreaterThan(expected * (1 - lost) - error)
  })

  it('are all attacks on characters that were published', () => {
    const published = characterAttacks.filter(({ modes }) => modes.includes('published')).map(({ id }) => id)
    expect([...new Set([...RATES.map(({ attack }) => attack), ...BY_VECTORS])].sort()).toEqual(published.sort())
  })
})

describe.each(characterAttacks.map(({ id }) => id))('%s, corrected', (id) => {
  it('changes min(max, ceil(share x places)) places', () => {
    for (const input of INPUTS.filter((_, index) => index % 20 === 0)) {
      const edits = (share: number, max: number): number => run(id, 'corrected', input, 3, { share, max }).edits.length
      // Of overlapping pairs only some can change: those of `swap` are counted by their letters.
      const places = id === 'swap' ? pairs(input) : edits(1, 1000)
      for (const share of [0.05, 0.2]) {
        const wanted = Math.ceil(share * places - 1e-9)
        expect(edits(share, 1000)).toBe(wanted)
        expect(edits(share, 2)).toBe(Math.min(2, wanted))
      }
    }
  })
})

/** Pairs that could change one at a time: single swaps over many seeds would find each. */
function pairs(input: AttackInput): number {
  const sentence =
    input.form === 'mbpp' ? (input.prompt.split('\n')[1] ?? '') : (/"""(.*)/.exec(input.prompt)?.[1] ?? '')
  const protectedParts = run('case', 'corrected', input, 1, { share: 1 })
  const letters = new Set(protectedParts.edits.map(({ start }) => start))
  const offset = input.prompt.indexOf(sentence)
  let count = 0
  for (let index = 0; index + 1 < sentence.length; index += 1) {
    const both = letters.has(offset + index) && letters.has(offset + index + 1)
    if (both && sentence[index] !== sentence[index + 1]) count += 1
  }
  return count
}
