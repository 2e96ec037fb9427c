import { describe, expect, it } from 'vitest'
import type { RegionInput } from '../regions'
import { sentenceUnits } from './units'

const texts = (input: RegionInput) => sentenceUnits(input).map(({ text }) => text)

function kept(input: RegionInput): string[] {
  return sentenceUnits(input).flatMap(({ anchors }) =>
    anchors.filter(({ kind }) => kind === 'kept').map(({ start, end }) => input.prompt.slice(start, end)),
  )
}

describe('sentences of a prompt', () => {
  it('are the MBPP line, without its assertion', () => {
    const input: RegionInput = {
      prompt: '"""\nTake the words longer than 4.5 letters. Return [] if "a. B" is empty.\nassert f(1) == 1\n"""\n',
      form: 'mbpp',
      entryPoint: 'f',
    }
    expect(texts(input)).toEqual(['Take the words longer than 4.5 letters.', 'Return [] if "a. B" is empty.'])
    expect(kept(input)).toEqual(['4.5', '[]', '"a. B"'])
  })

  it('go on over line breaks and end at examples, code and blank lines', () => {
    const prompt = [
      'def find(words: list, size: int):',
      '    """ Keep the words',
      '    of at least size letters; find them',
      '    all. Then stop',
      '    >>> find([], 1)',
      '    []',
      '',
      '    A last word, [1, 2] or',
      '    None.',
      '    """',
      '',
    ].join('\r\n')
    const input: RegionInput = { prompt, form: 'humaneval', entryPoint: 'find' }
    expect(texts(input)).toEqual([
      'Keep the words of at least size letters; find them all.',
      'Then stop',
      'A last word, [1, 2] or None.',
    ])
    expect(kept(input)).toEqual(['words', 'size', 'find', '[1, 2]', 'None'])
    expect(sentenceUnits(input)[0]?.anchors.filter(({ kind }) => kind === 'break')).toHaveLength(2)
  })

  it('are none without natural language', () => {
    for (const prompt of ['', 'def f(x):\n    pass\n', '"""\n12\n"""\n', '"""f(1)"""', '"""\n\n\n"""']) {
      expect(texts({ prompt, form: 'humaneval', entryPoint: 'f' })).toEqual([])
    }
  })
})
