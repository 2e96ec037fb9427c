import { describe, expect, it } from 'vitest'
import { regionsOf, type RegionInput, type RegionKind } from './regions'

function stretches(input: RegionInput, kind: RegionKind): string[] {
  return regionsOf(input)
    .filter((region) => region.kind === kind)
    .map(({ start, end }) => input.prompt.slice(start, end))
}

function read(input: RegionInput): string {
  return stretches(input, 'sentence').join('|')
}

function mbpp(sentence: string, entryPoint = 'find_it'): RegionInput {
  return { prompt: `"""\n${sentence}\nassert ${entryPoint}([1]) == 1\n"""\n`, form: 'mbpp', entryPoint }
}

const HUMANEVAL: RegionInput = {
  form: 'humaneval',
  entryPoint: 'keep_long',
  prompt: [
    'from typing import List',
    '',
    'def helper(text: str) -> str:',
    "    ''' Reverse it. '''",
    '    return text[::-1]',
    '',
    'def keep_long(words: List[str], size: int = 3) -> List[str]:',
    '    """ Keep the words of at least size letters; helper(1) is None. See keep_long.',
    "    Mind the \"quoted part\", the dog's 'bone' and [1, 2].",
    '    For a number(s) list keep_long works.',
    '',
    "    >>> keep_long(['a'], 1)",
    "    ['a']",
    '',
    '    After the example.',
    '    keep_long([]) ➞ []',
    '    """',
    '',
  ].join('\n'),
}

describe('regions of an MBPP prompt', () => {
  it('are sentence, example and code', () => {
    const input = mbpp('Write a function to add two lists.')
    expect(read(input)).toBe('Write a function to add two lists.')
    expect(stretches(input, 'example')).toEqual(['assert find_it([1]) == 1'])
    expect(stretches(input, 'code')).toEqual(['"""\n', '\n', '\n"""\n'])
  })

  it.each([
    [`Check whether 'a' is followed by "bc".`, ["'a'", '"bc"']],
    [`Find the dog's bone and the cats' food.`, []],
    ["Return 'don't' when `x` is there.", ["'don't'", '`x`']],
  ])('protect what is quoted: %s', (sentence, quoted) => {
    expect(stretches(mbpp(sentence), 'quoted')).toEqual(quoted)
  })

  it('protect names, literals, constants and calls in the sentence', () => {
    expect(read(mbpp('Let find_it give True for [a, b], some_name, f(x) and item(s).'))).toBe(
      'Let | give | for |, |, | and item(s).',
    )
  })

  it('read a prompt without quotes as text', () => {
    const input: RegionInput = { prompt: 'Add them.\nassert f(1) == 2', form: 'mbpp', entryPoint: 'f' }
    expect(read(input)).toBe('Add them.')
  })
})

describe('regions of a HumanEval prompt', () => {
  it('leave only natural language as sentence', () => {
    const lines = read(HUMANEVAL)
      .split('|')
      .map((part) => part.trim())
    expect(lines).toEqual([
      'Reverse it.',
      'Keep the',
      'of at least',
      'letters;',
      'is',
      '. See',
      '.',
      'Mind the',
      ", the dog's",
      'and',
      '.',
      'For a number(s) list',
      'works.',
      'After the example.',
      '',
    ])
  })

  it('know signatures and examples', () => {
    expect(stretches(HUMANEVAL, 'signature')).toEqual([
      'def helper(text: str) -> str:',
      'def keep_long(words: List[str], size: int = 3) -> List[str]:',
    ])
    expect(stretches(HUMANEVAL, 'example').map((part) => part.trim())).toEqual([
      ">>> keep_long(['a'], 1)",
      "['a']",
      'keep_long([]) ➞ []',
    ])
  })

  it('have no sentence without a docstring', () => {
    expect(read({ prompt: 'def f(x):\n    # words here\n', form: 'humaneval', entryPoint: 'f' })).toBe('')
  })
})

describe('regions of 100 kB', () => {
  it.each([
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
  ])('of %j are read at once', (unit) => {
    const body = unit.repeat(Math.ceil(100_000 / unit.length))
    const started = process.cpuUsage()
    for (const prompt of [`"""\n${body}\nassert f(1) == 1\n"""\n`, `def f(x):\n    """${body}\n    """\n`]) {
      for (const form of ['mbpp', 'humaneval'] as const) regionsOf({ prompt, form, entryPoint: 'f' })
    }
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2)
  })
})

describe('a line of a docstring that begins with return', () => {
  it.each(['return the sum of the list', 'return a list, or nothing'])('is natural language: %s', (line) => {
    expect(read(mbpp(line))).toContain(line)
  })

  it.each([
    'return x',
    'return x + y',
    'return True if x else False',
    'return not found',
    'return a in b',
    'return a, b',
    'return any(x for x in y)',
    'return',
  ])('is code: %s', (line) => {
    expect(read(mbpp(line))).not.toContain('return')
  })
})
