import { describe, expect, it } from 'vitest'
import { sentenceSpans } from './sentence-spans'

function sentences(text: string): string[] {
  return sentenceSpans(text).map(({ start, end }) => text.slice(start, end))
}

describe('sentenceSpans', () => {
  it.each([
    ['', []],
    [' \n ', []],
    ['One. Two? three!  Four', ['One.', 'Two?', 'three!', 'Four']],
    ['Sort them. in place.', ['Sort them.', 'in place.']],
    ['Give both, e.g. 1.5 or 2, i.e. numbers. Done.', ['Give both, e.g. 1.5 or 2, i.e. numbers.', 'Done.']],
    ['It ends (here.) Next "one." Last', ['It ends (here.)', 'Next "one."', 'Last']],
    ['Wait... for it. And... Then', ['Wait... for it.', 'And...', 'Then']],
    ['By J. Smith. Raise to the power b. Return it.', ['By J. Smith.', 'Raise to the power b.', 'Return it.']],
    ['one\n  line. two', ['one\n  line.', 'two']],
  ])('cuts %j', (text, expected) => {
    expect(sentences(text)).toEqual(expected)
  })

  it.each(['.', '. ', '."', 'a. ', '... '])('takes 100 kB of %j at once', (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length)) + 'x'
    expect(sentenceSpans(text).at(-1)?.end).toBe(text.length)
  })
})
