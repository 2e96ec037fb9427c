import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, replacement } from '../attacks/edits'
import type { Edit } from '../attacks/types'
import { DEFAULT_SEARCH, smallestEdit, type Oracle } from './smallest-edit'

const PROMPT = 'abcdefghijklmnop'
const EDITS = [...PROMPT].map((letter, index) => replacement(index, letter, letter.toUpperCase()))

/** A model that fails where all letters of one of `sets` are raised; each raised letter costs what `weights` say. */
function model(sets: readonly string[], weights: Readonly<Record<string, number>> = {}): Oracle & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    score: (prompts) =>
      Promise.resolve(prompts.map((text) => -[...text].reduce((sum, letter) => sum + (weights[letter] ?? 0), 0))),
    passes: (prompts) => {
      asked.push(...prompts)
      return Promise.resolve(
        prompts.map((text) => !sets.some((set) => [...set].every((letter) => text.includes(letter)))),
      )
    },
  }
}

const edited = (edits: readonly Edit[]) => edits.map(({ after }) => after).join('')

describe('the smallest edit', () => {
  it('is one where one is enough, found by its rank', async () => {
    const oracle = model(['K'], { K: 5, A: 1 })
    const found = await smallestEdit(PROMPT, EDITS, oracle, { ...DEFAULT_SEARCH, batch: 1 })
    expect(found).toMatchObject({ kind: 'flipped', minimal: true, text: 'abcdefghijKlmnop' })
    expect(found.queries).toEqual({ scored: 17, generated: 2 })
    expect(found.ranked[0]).toMatchObject({ drop: 5, edit: { before: 'k' } })
  })

  it('takes back what was not needed', async () => {
    const found = await smallestEdit(PROMPT, EDITS, model(['BM'], { A: 9, B: 8, C: 7, M: 6 }), {
      ...DEFAULT_SEARCH,
      alone: 3,
    })
    expect(found.kind === 'flipped' && edited(found.edits)).toBe('BM')
    expect(found).toMatchObject({ minimal: true })
  })

  it('says what held, and whether the budget was the reason', async () => {
    const whole = await smallestEdit(PROMPT, EDITS, model([]), DEFAULT_SEARCH)
    expect(whole).toMatchObject({ kind: 'held', exhausted: false })
    expect(whole.kind === 'held' && edited(whole.edits)).toBe(PROMPT.toUpperCase())
    const oracle = model([])
    const short = await smallestEdit(PROMPT, EDITS, oracle, { budget: 5, alone: 2, batch: 4 })
    expect(short).toMatchObject({ kind: 'held', exhausted: true, queries: { generated: 5 } })
    expect(oracle.asked).toHaveLength(5)
  })

  it('has nothing to flip where the clean prompt fails, and nothing to try without edits', async () => {
    expect(await smallestEdit(PROMPT, EDITS, model(['']))).toMatchObject({ kind: 'fails-clean' })
    expect(await smallestEdit(PROMPT, [], model(['']))).toMatchObject({ kind: 'no-edits', queries: { generated: 0 } })
  })

  it('ranks what has no score first, and asks for no text twice', async () => {
    const oracle = model(['P'], { P: NaN })
    const found = await smallestEdit(PROMPT, EDITS, oracle, { ...DEFAULT_SEARCH, batch: 1 })
    expect(found).toMatchObject({ kind: 'flipped', queries: { generated: 2 } })
    expect(new Set(oracle.asked).size).toBe(oracle.asked.length)
  })

  it('for any model: flips, keeps to its budget, and no edit of a minimal set can be left out', async () => {
    const sets = fc.array(fc.uniqueArray(fc.constantFrom(...PROMPT.toUpperCase()), { minLength: 1, maxLength: 4 }), {
      minLength: 0,
      maxLength: 3,
    })
    const settings = fc.record({
      budget: fc.integer({ min: 1, max: 80 }),
      alone: fc.integer({ min: 0, max: 16 }),
      batch: fc.integer({ min: 1, max: 9 }),
    })
    const weights = fc.dictionary(fc.constantFrom(...PROMPT.toUpperCase()), fc.integer({ min: -3, max: 9 }))
    await fc.assert(
      fc.asyncProperty(sets, settings, weights, async (letters, chosen, weighted) => {
        const oracle = model(
          letters.map((set) => set.join('')),
          weighted,
        )
        const found = await smallestEdit(PROMPT, EDITS, oracle, chosen)
        expect(found.queries.generated).toBe(oracle.asked.length)
        expect(oracle.asked.length).toBeLessThanOrEqual(chosen.budget)
        expect(new Set(oracle.asked).size).toBe(oracle.asked.length)
        if (found.kind !== 'flipped') return
        expect(applyEdits(PROMPT, found.edits)).toBe(found.text)
        const fails = (edits: readonly Edit[]) =>
          letters.some((set) => set.every((letter) => applyEdits(PROMPT, edits).includes(letter)))
        expect(fails(found.edits)).toBe(true)
        if (!found.minimal) return
        for (const edit of found.edits) expect(fails(found.edits.filter((one) => one !== edit))).toBe(false)
      }),
    )
  })

  it('in a model without order, too, nothing of a minimal set can be left out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 10, max: 400 }), async (salt, budget) => {
        const fails = (text: string) => text !== PROMPT && spread(text, salt) % 7 === 0
        const oracle: Oracle = {
          score: (prompts) => Promise.resolve(prompts.map((text) => spread(text, salt + 1) % 50)),
          passes: (prompts) => Promise.resolve(prompts.map((text) => !fails(text))),
        }
        const found = await smallestEdit(PROMPT, EDITS, oracle, { budget, alone: 0, batch: 3 })
        if (found.kind !== 'flipped') return
        expect(fails(found.text)).toBe(true)
        if (!found.minimal) return
        for (const edit of found.edits)
          expect(
            fails(
              applyEdits(
                PROMPT,
                found.edits.filter((one) => one !== edit),
              ),
            ),
          ).toBe(false)
      }),
    )
  })
})

/** Some number of a text. */
function spread(text: string, salt: number): number {
  return [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16_777_619) >>> 0, salt >>> 0)
}
