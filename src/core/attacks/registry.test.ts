import { describe, expect, it } from 'vitest'
import { LabError } from '../errors'
import type { PromptCondition } from '../experiment/spec'
import { attacks, findAttack, perturb, resolvePromptCondition } from './registry'
import type { AttackInput } from './types'

const INPUT: AttackInput = {
  prompt: '"""\nAdd up.\nassert f(1) == 1\n"""\n',
  form: 'mbpp',
  taskId: 'T/0',
  entryPoint: 'f',
  canonicalSolution: '',
}

function condition(changes: Partial<PromptCondition>): PromptCondition {
  return { attack: 'char', mode: 'corrected', parameters: {}, seed: 0, ...changes }
}

function failure(call: () => unknown): LabError {
  try {
    call()
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown
  }
  throw new Error('It did not fail.')
}

describe('the registry', () => {
  it('has ids that differ and defaults that its own check accepts', () => {
    expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length)
    for (const { id, modes } of attacks) {
      for (const mode of modes) expect(() => resolvePromptCondition(condition({ attack: id, mode }), 'p')).not.toThrow()
    }
  })

  it('names the known attacks when one is unknown', () => {
    const error = failure(() => findAttack('chra'))
    expect(error.code).toBe('unknown-attack')
    expect(error.hint).toContain('char')
  })

  it.each([
    [{ parameters: { maximum: 5 } }, 'parameters.maximum'],
    [{ parameters: { max: 1.5 } }, 'parameters.max'],
    [{ parameters: { max: -1 } }, 'parameters.max'],
    [{ parameters: { max: 1001 } }, 'parameters.max'],
    [{ parameters: { probability: 1.5 } }, 'parameters.probability'],
    [{ parameters: { max: '5' } }, 'parameters.max'],
    [{ parameters: { probability: Number.NaN } }, 'parameters.probability'],
    [{ attack: 'control-identity', mode: 'published' as const }, 'mode'],
    [{ attack: 'control-identity', parameters: { max: 5 } }, 'parameters.max'],
  ])('refuses %j with its path', (changes, path) => {
    const error = failure(() => resolvePromptCondition(condition(changes), 'conditions[1].prompt'))
    expect(error.code).toBe('bad-spec')
    expect(error.message).toContain(`conditions[1].prompt.${path}`)
  })

  it('fills in defaults', () => {
    const published = resolvePromptCondition({ ...condition({}), mode: 'published' }, 'p')
    expect(published.parameters).toEqual({ max: 5, probability: 0.5 })
    const corrected = resolvePromptCondition(
      { ...condition({ parameters: { probability: 0.25 } }), mode: 'corrected' },
      'p',
    )
    expect(corrected.parameters).toEqual({ max: 5 })
  })

  it('leaves out what came after runs were recorded, at its default', () => {
    const resolved = (share: number) => resolvePromptCondition(condition({ parameters: { share } }), 'p').parameters
    expect(resolved(1)).toEqual({ max: 5 })
    expect(resolved(0.5)).toEqual({ max: 5, share: 0.5 })
  })
})

describe('controls', () => {
  it('change nothing, or the final line breaks only', () => {
    expect(perturb(condition({ attack: 'control-identity' }), INPUT)).toMatchObject({
      text: INPUT.prompt,
      applied: false,
    })
    for (const [prompt, newlines, text] of [
      ['a\n', 0, 'a'],
      ['a\n\r\n', 1, 'a\n'],
      ['a\r\n\n', 1, 'a\r\n'],
      ['a', 2, 'a\n\n'],
      ['a\n', 1, 'a\n'],
      ['', 1, '\n'],
      ['\n\n', 0, ''],
    ] as const) {
      const result = perturb(condition({ attack: 'control-newline', parameters: { newlines } }), { ...INPUT, prompt })
      expect(result.text).toBe(text)
      expect(result.applied).toBe(text !== prompt)
    }
  })
})
