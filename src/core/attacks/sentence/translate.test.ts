import { describe, expect, it } from 'vitest'
import { knownTranslation, translationsOf } from '../../translation/known'
import { applyEdits, invertEdits } from '../edits'
import { perturb } from '../registry'
import { NO_RESOURCES, type BackTranslation, type Resources } from '../resources'
import type { AttackInput } from '../types'
import { translateAttack } from './translate'

const MBPP: AttackInput = {
  prompt: '"""\nTake the first 3 numbers. Then stop.\nassert f([1]) == 1\n"""\n',
  form: 'mbpp',
  taskId: 'T/0',
  entryPoint: 'f',
  canonicalSolution: '',
}
const HUMANEVAL: AttackInput = {
  ...MBPP,
  form: 'humaneval',
  prompt: 'def f(a):\n    """ Take the first\n    3 numbers.\n    >>> f([1])\n    1\n    """\n',
}
const PARAMETERS = { translator: 'starter', pivot: 'de' }

function resources(results: Readonly<Record<string, string | BackTranslation>>): Resources {
  const known = Object.entries(results).map(([text, result]) =>
    knownTranslation(
      { ...PARAMETERS, text },
      typeof result === 'string' ? { kind: 'translated', text: result, pivotText: '…', isWhole: true } : result,
    ),
  )
  return { ...NO_RESOURCES, translations: translationsOf(known) }
}

function run(input: AttackInput, mode: 'published' | 'corrected', results: Parameters<typeof resources>[0]) {
  const result = perturb({ attack: 'translate', mode, parameters: {}, seed: 0 }, input, resources(results))
  expect(applyEdits(input.prompt, result.edits)).toBe(result.text)
  expect(applyEdits(result.text, invertEdits(result.edits))).toBe(input.prompt)
  return result
}

function asked(input: AttackInput, mode: 'published' | 'corrected'): string[] | undefined {
  return translateAttack.requests?.(input, { mode, parameters: PARAMETERS, seed: 0 }).map(({ text }) => text)
}

describe('back-translation, corrected', () => {
  it('asks for each sentence and puts what comes in its place', () => {
    expect(asked(MBPP, 'corrected')).toEqual(['Take the first 3 numbers.', 'Then stop.'])
    const { text } = run(MBPP, 'corrected', {
      'Take the first 3 numbers.': 'Use the first 3 of the numbers.',
      'Then stop.': 'Then end.',
    })
    expect(text).toBe('"""\nUse the first 3 of the numbers. Then end.\nassert f([1]) == 1\n"""\n')
  })

  it('keeps examples, line breaks and names of a HumanEval prompt', () => {
    expect(asked(HUMANEVAL, 'corrected')).toEqual(['Take the first 3 numbers.'])
    const { text } = run(HUMANEVAL, 'corrected', { 'Take the first 3 numbers.': 'Use the first 3 of the numbers.' })
    expect(text).toBe('def f(a):\n    """ Use the first\n    3 of the numbers.\n    >>> f([1])\n    1\n    """\n')
  })

  it('leaves a sentence as it was where a number is lost, the others change', () => {
    const { text } = run(MBPP, 'corrected', {
      'Take the first 3 numbers.': 'Use the first three.',
      'Then stop.': 'Then end.',
    })
    expect(text).toContain('Take the first 3 numbers. Then end.')
  })

  it.each([
    ['refused', { kind: 'refused', why: 'Unknown: numbers.' }, 'Unknown: numbers.'],
    ['cut', { kind: 'translated', text: 'Use', pivotText: '', isWhole: false }, 'longest length'],
    ['the same', 'Take the first 3 numbers.', 'the same text'],
    ['without the number', 'Take the numbers.', '“3”'],
  ] as const)('says why nothing changed: %s', (_name, result, why) => {
    const { applied, why: said, text } = run(HUMANEVAL, 'corrected', { 'Take the first 3 numbers.': result })
    expect({ applied, text }).toEqual({ applied: false, text: HUMANEVAL.prompt })
    expect(said).toContain(why)
  })

  it('says so where there is no sentence', () => {
    expect(run({ ...MBPP, prompt: '' }, 'corrected', {})).toMatchObject({
      applied: false,
      why: 'The prompt has no sentence.',
    })
  })

  it('is not ready without its translations', () => {
    expect(() => run(MBPP, 'corrected', {})).toThrow(expect.objectContaining({ code: 'attack-not-ready' }))
    expect(() => perturb({ attack: 'translate', mode: 'corrected', parameters: {}, seed: 0 }, MBPP)).toThrow(
      expect.objectContaining({ code: 'attack-not-ready' }),
    )
  })
})

describe('back-translation, as published', () => {
  it('sends the second line of an MBPP prompt whole and loses the last line break', () => {
    expect(asked(MBPP, 'published')).toEqual(['Take the first 3 numbers. Then stop.'])
    const { text } = run(MBPP, 'published', { 'Take the first 3 numbers. Then stop.': 'Use three. Stop.' })
    expect(text).toBe('"""\nUse three. Stop.\nassert f([1]) == 1\n"""')
  })

  it('sends docstrings with examples and all', () => {
    const inside = ' Take the first\n    3 numbers.\n    >>> f([1])\n    1\n    '
    expect(asked(HUMANEVAL, 'published')).toEqual([inside])
    const { text } = run(HUMANEVAL, 'published', { [inside]: 'Take three. > > f 1' })
    expect(text).toBe('def f(a):\n    """Take three. > > f 1"""\n')
  })

  it('changes nothing where the translator refuses, or the prompt has another form', () => {
    const refused = { kind: 'refused', why: 'Unknown: 3.' } as const
    expect(run(MBPP, 'published', { 'Take the first 3 numbers. Then stop.': refused })).toMatchObject({
      applied: false,
      text: MBPP.prompt,
      why: 'Unknown: 3.',
    })
    expect(run({ ...MBPP, prompt: 'x\n' }, 'published', {})).toMatchObject({ applied: false, text: 'x\n' })
    expect(run({ ...HUMANEVAL, prompt: 'def f():\n' }, 'published', {}).why).toBe('The prompt has no docstring.')
  })
})

describe('parameters', () => {
  it('name a translator that is there, and a language that it goes through', () => {
    const wrong = (parameters: Record<string, string>) => () =>
      perturb({ attack: 'translate', mode: 'corrected', parameters, seed: 0 }, MBPP, resources({}))
    expect(wrong({ translator: 'nobody' })).toThrow('none of starter, opus-mt')
    expect(wrong({ pivot: 'fr' })).toThrow('does not go through "fr"')
  })
})
