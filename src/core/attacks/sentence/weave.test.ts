import { describe, expect, it } from 'vitest'
import { applyEdits } from '../edits'
import type { RegionInput } from '../regions'
import { sentenceUnits } from './units'
import { weave } from './weave'

function woven(prompt: string, wording: string, form: RegionInput['form'] = 'mbpp'): string {
  const [unit] = sentenceUnits({ prompt, form, entryPoint: 'f' })
  if (unit === undefined) throw new Error('No sentence.')
  const result = weave(prompt, unit, wording)
  return result.kind === 'woven' ? applyEdits(prompt, result.edits) : `lost: ${result.why}`
}

describe('a new wording', () => {
  it.each([
    ['Take the first 3 numbers.', 'Use the first 3 of the numbers.', 'Use the first 3 of the numbers.'],
    ['Drop 4 and 4.', 'Leave out 4 and also 4.', 'Leave out 4 and also 4.'],
    ['Return 1 or 10.', 'Give back 1 or 10', 'Give back 1 or 10'],
    ["Find the dog's 3 bones.", "Find 3 bones the dog's got.", "Find 3 bones the dog's got."],
    ['Take f and `x`.', 'Get f and `x`!', 'Get f and `x`!'],
  ])('takes the place of %j', (before, wording, after) => expect(woven(before, wording)).toBe(after))

  it.each([
    ['Return 1 or 2.', 'Give back 2 or 1.', 'another place'],
    ['Return 1 or 2.', 'Give back 1.', '“2” is in it once'],
    ['Return 1 or 2.', 'Give back 1 or 2 or 1.', 'new wording 2 times'],
    ['Return 1.', 'Give back 12.', '“1” is in it once'],
    ['Return one.', 'Give back 1.', '“1”'],
    ['Return one.', 'Give back "one".', 'program'],
    ['Return one.', 'Give back one(s) of [them].', 'program'],
    ['Return it.', 'Give back None.', '“None”'],
    ['Return it.', 'Give back >>> it.', 'program'],
    ['Return it.', "Give 'it' back.", 'program'],
  ])('is refused in place of %j: %j', (before, wording, why) => {
    expect(woven(before, wording)).toMatch(/^lost: /)
    expect(woven(before, wording)).toContain(why)
  })

  const lines = 'def f(n):\n    """ Find all of\n    the n words and\n    stop.\n    """\n'
  it.each([
    ['Find all of the n words and stop.', 'Find all of|the n words and|stop.'],
    [
      'Search for every one of the n words and then stop now.',
      'Search for every one of|the n words and|then stop now.',
    ],
    ['Get n words.', 'Get|n|words.|'],
    ['A n.', 'A|n.||'],
  ])('keeps the line breaks: %j', (wording, after) => {
    const indented = after.split('|')
    const text = woven(lines, wording, 'humaneval')
    const got = text
      .split('\n')
      .slice(1, -2)
      .map((line) => line.replace(/^ {4}(?:""" )?/, ''))
    expect(got.slice(0, 3)).toEqual(indented.slice(0, 3))
    expect(text.endsWith('\n    """\n')).toBe(true)
  })

  it('edits words, not the whole line', () => {
    const prompt = 'Take the list of words and count them.'
    const [unit] = sentenceUnits({ prompt, form: 'mbpp', entryPoint: 'f' })
    if (unit === undefined) throw new Error('No sentence.')
    expect(weave(prompt, unit, 'Use the list of words, and count them.')).toEqual({
      kind: 'woven',
      edits: [
        { start: 0, end: 4, before: 'Take', after: 'Use' },
        { start: 22, end: 22, before: '', after: ',' },
      ],
    })
  })
})
