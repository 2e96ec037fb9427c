import { describe, expect, it } from 'vitest'
import type { Problem, Suite } from '../benchmarks/types'
import { oracleOf } from '../judge/oracles'
import { perturb } from './registry'
import { problemUnderAttack } from './renamed-problem'
import type { AttackResult } from './types'

const PROBLEM: Problem = {
  taskId: 'HumanEval/32',
  prompt: 'def find_zero(xs):\n    """ Find a zero.\n    >>> find_zero([1, 2])\n    -0.5\n    """\n',
  entryPoint: 'find_zero',
  canonicalSolution: '    if not xs:\n        return find_zero([0])\n    return -xs[0] / xs[1]\n',
  contract: '    assert find_zero\n',
  base: { kind: 'inputs', inputs: [[{ type: 'none' }]] },
  plus: { kind: 'cases', inputs: [], expected: [] },
  atol: 1e-4,
  original: {
    kind: 'program',
    setup: 'def check(candidate):\n    assert candidate.find_zero(find_zero=1), "find_zero"\n',
    tests: ['check(find_zero)', 'assert find_zero([1, 2]) == -0.5 # find_zero'],
    seconds: 3,
  },
}

function attacked(problem: Problem, attack: string): AttackResult {
  return perturb({ attack, mode: 'corrected', parameters: {}, seed: 1 }, { ...problem, form: 'humaneval' })
}

describe('the problem under an attack', () => {
  it('is the same one where the attack left the function alone', () => {
    expect(problemUnderAttack(PROBLEM, attacked(PROBLEM, 'char'))).toBe(PROBLEM)
  })

  it('has the new name in reference and tests, and nothing else changed', () => {
    const problem = problemUnderAttack(PROBLEM, attacked(PROBLEM, 'rename-camel'))
    expect(problem).toEqual({
      ...PROBLEM,
      entryPoint: 'findZero',
      prompt: 'def findZero(xs):\n    """ Find a zero.\n    >>> findZero([1, 2])\n    -0.5\n    """\n',
      canonicalSolution: '    if not xs:\n        return findZero([0])\n    return -xs[0] / xs[1]\n',
      contract: '    assert findZero\n',
      original: {
        kind: 'program',
        setup: 'def check(candidate):\n    assert candidate.find_zero(find_zero=1), "find_zero"\n',
        tests: ['check(findZero)', 'assert findZero([1, 2]) == -0.5 # find_zero'],
        seconds: 3,
      },
    })
  })

  it('keeps the oracle of its task', () => {
    const problem = problemUnderAttack(PROBLEM, attacked(PROBLEM, 'rename-typo'))
    expect(problem.entryPoint).not.toBe('find_zero')
    expect(oracleOf(problem)).toBe(oracleOf(PROBLEM))
    expect(oracleOf(problem)).not.toBe(oracleOf({ taskId: 'T/1', entryPoint: problem.entryPoint }))
  })

  it('renames in the suites that are programs', () => {
    const suite: Suite = { kind: 'program', setup: 'x = find_zero', tests: ['assert x is find_zero'], seconds: 3 }
    const problem = { ...PROBLEM, base: suite, plus: suite }
    const changed = problemUnderAttack(problem, attacked(problem, 'rename-camel'))
    expect(changed.base).toEqual({ ...suite, setup: 'x = findZero', tests: ['assert x is findZero'] })
    expect(changed.plus).toEqual(changed.base)
  })

  it('shows the first half of the reference, under the same name', () => {
    const problem = problemUnderAttack(PROBLEM, attacked(PROBLEM, 'control-partial'))
    expect(problem).toEqual({
      ...PROBLEM,
      prompt: `${PROBLEM.prompt}    if not xs:\n`,
      canonicalSolution: '        return find_zero([0])\n    return -xs[0] / xs[1]\n',
    })
  })

  it('refuses a name that the tests use', () => {
    const suite: Suite = { kind: 'program', setup: 'findZero = 1', tests: [], seconds: 3 }
    const problem = { ...PROBLEM, base: suite }
    expect(() => problemUnderAttack(problem, attacked(problem, 'rename-camel'))).toThrow(/"findZero"/)
  })
})
