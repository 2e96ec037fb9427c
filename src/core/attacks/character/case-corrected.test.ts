import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correctedCharacterAttack } from './case-corrected'
import { regionsOf } from '../regions'
import { INPUTS, SEED } from '../testing-inputs'
import type { AttackInput } from '../types'

function insideSentence(input: AttackInput, start: number, end: number): boolean {
  return regionsOf(input).some((region) => region.kind === 'sentence' && region.start <= start && end <= region.end)
}

describe('regions', () => {
  it('cut any prompt without gap or overlap', () => {
    fc.assert(
      fc.property(INPUTS, (input) => {
        const regions = regionsOf(input)
        expect(regions.map(({ start, end }) => input.prompt.slice(start, end)).join('')).toBe(input.prompt)
        regions.forEach(({ start, end, kind }, index) => {
          expect(end).toBeGreaterThan(start)
          expect(start).toBe(regions[index - 1]?.end ?? 0)
          expect(kind).not.toBe(regions[index - 1]?.kind)
        })
      }),
    )
  })
})

describe('the corrected character attack', () => {
  it('changes exactly the letters it says, in the sentence only, the same again for the same seed', () => {
    fc.assert(
      fc.property(INPUTS, SEED, fc.integer({ min: 0, max: 40 }), (input, seed, max) => {
        const result = correctedCharacterAttack(input, { seed, share: 1, max })
        expect(correctedCharacterAttack(input, { seed, share: 1, max })).toEqual(result)
        const possible = correctedCharacterAttack(input, { seed, share: 1, max: 1000 }).edits.length
        expect(result.edits).toHaveLength(Math.min(max, possible))
        for (const { start, end, before, after } of result.edits) {
          expect(insideSentence(input, start, end)).toBe(true)
          expect(after).not.toBe(before)
          expect(after.toLowerCase()).toBe(before.toLowerCase())
          expect([...after]).toHaveLength(1)
        }
        expect(result.applied).toBe(result.text !== input.prompt)
        expect(result.why === '').toBe(result.applied)
      }),
    )
  })

  it('nests: a smaller maximum changes a part of what a larger one changes', () => {
    fc.assert(
      fc.property(INPUTS, SEED, fc.integer({ min: 0, max: 20 }), (input, seed, max) => {
        const larger = correctedCharacterAttack(input, { seed, share: 1, max: max + 3 }).edits.map(({ start }) => start)
        const smaller = correctedCharacterAttack(input, { seed, share: 1, max }).edits.map(({ start }) => start)
        expect(larger).toEqual(expect.arrayContaining(smaller))
      }),
    )
  })

  it('changes other letters for another problem and another seed', () => {
    const prompt = `"""\n${'write a function that adds up numbers '.repeat(5)}\nassert f(1) == 1\n"""\n`
    const text = (taskId: string, seed: number) =>
      correctedCharacterAttack(
        { prompt, form: 'mbpp', taskId, entryPoint: 'f', canonicalSolution: '' },
        { seed, share: 1, max: 5 },
      ).text
    expect(new Set([text('T/0', 0), text('T/1', 0), text('T/0', 1)]).size).toBe(3)
  })

  it('gives this text for this seed, now and later', () => {
    const prompt = '"""\nWrite a function to add up the numbers.\nassert f([1]) == 1\n"""\n'
    const input: AttackInput = { prompt, form: 'mbpp', taskId: 'Starter/0', entryPoint: 'f', canonicalSolution: '' }
    expect(correctedCharacterAttack(input, { seed: 1, share: 1, max: 5 }).text).toMatchInlineSnapshot(`
      """"
      wRite a funCtIon to add up the numbErs.
      assert f([1]) == 1
      """
      "
    `)
  })
})
