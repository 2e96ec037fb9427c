import { describe, expect, it } from 'vitest'
import { applyEdits } from '../edits'
import { perturb, resolvePromptCondition } from '../registry'
import type { AttackInput } from '../types'

const INPUT: AttackInput = {
  prompt: '"""\nAdd up the numbers.\nassert f(1) == 1\n"""\n',
  form: 'mbpp',
  taskId: 'T/0',
  entryPoint: 'f',
  canonicalSolution: '',
}
const by = (text: string, task = 'T/0') => ({
  attack: 'hand',
  mode: 'corrected' as const,
  parameters: { task, text },
  seed: 0,
})

describe('hand', () => {
  it('is the text that a person wrote, told as edits of words', () => {
    const text = INPUT.prompt.replace('Add up', 'Please sum')
    const result = perturb(by(text), INPUT)
    expect(result).toMatchObject({ text, applied: true })
    expect(result.edits.map(({ before, after }) => [before, after])).toEqual([
      ['Add', 'Please'],
      ['up', 'sum'],
    ])
    expect(applyEdits(INPUT.prompt, result.edits)).toBe(text)
  })

  it('leaves other problems alone, and says why', () => {
    const result = perturb(by('Another text', 'T/1'), INPUT)
    expect(result).toMatchObject({ text: INPUT.prompt, applied: false, why: 'The text was written for T/1.' })
    expect(perturb(by(''), INPUT).applied).toBe(false)
    expect(perturb(by(INPUT.prompt), INPUT).why).toBe('The text is the same.')
  })

  it('keeps the line breaks of the prompt, which a text field loses', () => {
    const prompt = INPUT.prompt.replaceAll('\n', '\r\n')
    const result = perturb(by(INPUT.prompt.replace('numbers', 'values')), { ...INPUT, prompt })
    expect(result.edits.map(({ before, after }) => [before, after])).toEqual([['numbers', 'values']])
  })

  it('refuses what is no text, or too long', () => {
    for (const text of [5, 'x'.repeat(100_001)])
      expect(() => resolvePromptCondition({ ...by(''), parameters: { text } }, 'prompt')).toThrow(
        /prompt.parameters.text/,
      )
  })
})
