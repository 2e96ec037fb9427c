import { describe, expect, it } from 'vitest'
import { taggerOf } from '../resources'
import { testResources } from '../testing-resources'
import type { AttackInput } from '../types'
import { contentWords, proseTokens } from './prose'
import { line } from './testing'

function words(input: AttackInput, terms: 'protected' | 'free'): string[] {
  const tagger = taggerOf(testResources())
  return contentWords(proseTokens(input, tagger), terms).map(({ text, tag }) => `${text}/${tag}`)
}

const DOCSTRING: AttackInput = {
  prompt: [
    'def clean(words, limit):',
    '    """ Remove the longest words that clean finds, and',
    '    give the rest in sorted order, as in clean(words, 3).',
    '',
    '    >>> clean(["remove", "sorted words"], 3)',
    '    ["remove"]',
    '',
    '    Open the "big door" 3 times.',
    '    """',
    '',
  ].join('\n'),
  form: 'humaneval',
  taskId: 'T/2',
  entryPoint: 'clean',
  canonicalSolution: '    return words\n',
}

describe('words of content', () => {
  it('are nouns, verbs, adjectives and adverbs of the sentences, over line ends', () => {
    expect(words(DOCSTRING, 'free')).toEqual([
      'Remove/VB',
      'longest/JJS',
      'finds/VBZ',
      'give/VB',
      'rest/NN',
      'sorted/VBN',
      'order/NN',
      'Open/VB',
      'times/NNS',
    ])
  })

  it('leave terms of programming and arithmetic out where these are protected', () => {
    const input = line('Write a python function that quickly sorts prime numbers of the given list.')
    expect(words(input, 'protected')).toEqual(['Write/VB', 'quickly/RB', 'sorts/VBZ'])
    expect(words(input, 'free')).toContain('numbers/NNS')
  })

  it('know their places in the prompt, and what follows them', () => {
    const tokens = proseTokens(DOCSTRING, taggerOf(testResources()))
    for (const { start, end, text } of tokens) expect(DOCSTRING.prompt.slice(start, end)).toBe(text)
    expect(tokens.find(({ text }) => text === 'and')?.gapAfter).toBe('\n    ')
    expect(tokens.find(({ text }) => text === 'words')?.free).toBe(false)
    expect(tokens.some(({ text }) => text === '>' || text === '["remove')).toBe(false)
  })
})
