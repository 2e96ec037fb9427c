import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correctedCharacterAttack } from './case-corrected'
import { applyEdits, invertEdits } from '../edits'
import { regionsOf } from '../regions'
import { attacks, perturb } from '../registry'
import type { AttackInput } from '../types'

const WORDS = fc.constantFrom(
  'write',
  'Python',
  'f',
  "'a b'",
  '"Q"',
  'True',
  'x_1',
  'straße',
  'ǅ',
  '🙂',
  '𐐨𐐩',
  'שלום',
  '漢',
  '>>> f(1)',
  'f(x)',
  '[1]',
  '\n',
  '\r\n',
  '"""',
  "'''",
  'def f(x):',
  'assert f(1) == 1',
  "dog's",
)
const TEXT = fc
  .array(fc.oneof(WORDS, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 30 })
  .map((parts) => parts.join(' '))
const SENTENCE = TEXT.map((text) => text.replaceAll(/["'\n\r]/g, ''))
const INPUTS: fc.Arbitrary<AttackInput> = fc.record({
  prompt: fc.oneof(
    TEXT,
    SENTENCE.map((sentence) => `"""\n${sentence}\nassert f(1) == 1\n"""\n`),
    SENTENCE.map((sentence) => `def f(a):\r\n    """ ${sentence}\r\n    >>> f(1)\r\n    Abc\r\n    """\r\n`),
  ),
  form: fc.constantFrom('mbpp', 'humaneval'),
  taskId: fc.string({ maxLength: 5 }),
  entryPoint: fc.constantFrom('f', '', 'solve'),
  canonicalSolution: fc.constant(''),
})
const SEED = fc.integer({ min: 0, max: 0xffffffff })

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

describe('every attack, in every mode', () => {
  const ready = attacks.filter(({ needs }) => needs.length === 0)
  const all = ready.flatMap(({ id, modes }) => modes.map((mode) => ({ id, mode })))
  it.each(all)('$id, $mode: edits rebuild the text both ways, twice the same', ({ id, mode }) => {
    fc.assert(
      fc.property(INPUTS, SEED, (input, seed) => {
        const condition = { attack: id, mode, parameters: {}, seed }
        const result = perturb(condition, input)
        expect(perturb(condition, input)).toEqual(result)
        expect(applyEdits(input.prompt, result.edits)).toBe(result.text)
        expect(applyEdits(result.text, invertEdits(result.edits))).toBe(input.prompt)
      }),
    )
  })

  it.each(all)('$id, $mode: takes 100 kB of anything within two seconds', ({ id, mode }) => {
    const started = performance.now()
    for (const unit of [
      'word ',
      " '",
      " 'a",
      '"',
      '(',
      'f(',
      '[',
      ' `',
      '🙂',
      'ש',
      '\n',
      '\r\n',
      "a'''",
      'def f(',
      'def f(x)',
      '>>> ',
      'A',
    ]) {
      for (const form of ['mbpp', 'humaneval'] as const) {
        const body = unit.repeat(Math.ceil(100_000 / unit.length))
        const prompt =
          form === 'mbpp' ? `"""\n${body}\nassert f(1) == 1\n"""\n` : `def f(x):\n    """${body}\n    """\n`
        const input: AttackInput = { prompt, form, taskId: 'T/0', entryPoint: 'f', canonicalSolution: '' }
        const before = performance.now()
        const { text } = perturb({ attack: id, mode, parameters: {}, seed: 1 }, input)
        expect(text.length).toBeGreaterThan(1000)
        expect(performance.now() - before, JSON.stringify(unit)).toBeLessThan(2000)
      }
    }
    expect(performance.now()).toBeGreaterThan(started)
  })
})
