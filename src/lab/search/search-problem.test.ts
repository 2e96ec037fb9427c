import { expect, test } from 'vitest'
import { NO_RESOURCES } from '../../core/attacks/resources'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import type { PromptCondition } from '../../core/experiment/spec'
import type { Verdict } from '../../core/judge/verdict'
import type { ContinuationScore, Generation } from '../ports'
import { knownScience } from '../run/known-science'
import { atFullStrength, searchProblem, type SearchPlace } from './search-problem'

const CONDITION: PromptCondition = { attack: 'char', mode: 'corrected', parameters: { max: 1 }, seed: 3 }
const NO_TESTS = { kind: 'inputs', inputs: [] } as const
const PROBLEM: Problem = {
  taskId: 'T/0',
  prompt: '"""\nAdd up all numbers.\nassert f(1) == 1\n"""\n',
  entryPoint: 'f',
  canonicalSolution: 'def f(x):\n    return x\n',
  contract: '',
  base: NO_TESTS,
  plus: NO_TESTS,
  atol: 0,
  original: null,
}
const BENCHMARK: Benchmark = {
  id: 'b',
  format: 'evalplus',
  form: 'mbpp',
  problems: [PROBLEM],
  md5: '0',
  published: null,
}

/** Writes a wrong program where both letters are raised, and finds each of them worth two nats. */
function place(broken: readonly string[]): SearchPlace & { judged: string[] } {
  const judged: string[] = []
  const wrong = (prompt: string) => broken.every((letter) => prompt.includes(letter))
  return {
    judged,
    science: knownScience,
    variant: {
      score: (prompt, [continuation = '']) => {
        const raised = broken.filter((letter) => prompt.includes(letter)).length
        const score: ContinuationScore = {
          continuation,
          tokens: [],
          logProbabilities: [],
          total: -2 * raised,
          greedy: false,
        }
        return Promise.resolve([score])
      },
      generate: (requests) =>
        Promise.resolve(
          requests.map(({ id, prompt }): Generation => {
            const text = wrong(prompt) ? 'def f(x):\n    return 0\n' : 'def f(x):\n    return x\n'
            return { id, tokens: [], text, finish: 'stop', promptTokens: 0, promptIds: [], milliseconds: 0 }
          }),
        ),
    },
    judge: {
      judge: (_problem, program) => {
        judged.push(program)
        const status = program.includes('return x') ? 'pass' : 'fail'
        const verdict: Verdict = {
          baseStatus: status,
          plusStatus: status,
          kind: status === 'pass' ? 'pass' : 'wrong-value',
          failing: null,
          baseTests: [],
          plusTests: [],
          milliseconds: 0,
          output: '',
        }
        return Promise.resolve(verdict)
      },
    },
  }
}

const task = { benchmark: BENCHMARK, problem: PROBLEM, condition: CONDITION, resources: NO_RESOURCES, maxTokens: 8 }

test('the attack is opened fully', () => {
  expect(atFullStrength(CONDITION).parameters['max']).toBe(1000)
})

test('finds the letters that flip the verdict', async () => {
  const told: number[] = []
  const found = await searchProblem(task, { ...place(['U', 'N']), onProgress: ({ scored }) => told.push(scored) })
  expect(found.kind === 'flipped' && found.edits.map(({ after }) => after)).toEqual(['U', 'N'])
  expect(found).toMatchObject({ minimal: true })
  expect(found.ranked.slice(0, 4).map(({ drop }) => drop)).toEqual([2, 2, 2, 0])
  expect(told.at(-1)).toBe(found.queries.scored)
})

test('says that the clean prompt fails already, and stops when it is told to', async () => {
  expect(await searchProblem(task, place([]))).toMatchObject({ kind: 'fails-clean' })
  await expect(searchProblem(task, { ...place(['Q']), signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  })
})
