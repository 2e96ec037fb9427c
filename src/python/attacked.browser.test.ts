import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeVariants } from '../core/attacks/code/variants'
import { perturb } from '../core/attacks/registry'
import { problemUnderAttack } from '../core/attacks/renamed-problem'
import type { Resources } from '../core/attacks/resources'
import type { AttackResult } from '../core/attacks/types'
import { parseBenchmark } from '../core/benchmarks/parse'
import type { Benchmark, Problem } from '../core/benchmarks/types'
import { createJudge } from './index'

/** Every so many problems; all of them with VITE_EVERY_PROBLEM=1. */
const STEP = import.meta.env['VITE_EVERY_PROBLEM'] === '1' ? 1 : 41

const judge = createJudge()
const benchmarks: Benchmark[] = []
/** Attacks that need WordNet are run with the others on HumanEval+ by `npm run bench -- attacked`. */
const RESOURCES: Resources = { wordnet: null, tagger: null, translations: null }

beforeAll(async () => {
  for (const id of ['starter-mbpp', 'starter-humaneval']) {
    const response = await fetch(`/benchmarks/${id}.jsonl.gz`)
    expect(response.ok).toBe(true)
    benchmarks.push(parseBenchmark(id, new Uint8Array(await response.arrayBuffer())))
  }
  await judge.environment()
}, 120_000)
afterAll(() => judge.close())

/** The original reference says what is right: under a new name it is the same function. */
function asked(problem: Problem, { program }: AttackResult): Problem {
  const name = program?.entryPoint ?? problem.entryPoint
  if (name === problem.entryPoint) return problem
  const alias = `\n${name} = ${problem.entryPoint}\n`
  return { ...problem, entryPoint: name, canonicalSolution: problem.canonicalSolution + alias }
}

const variants = codeVariants().filter(({ attack }) => attack.needs.length === 0)

test.each(variants)(
  'references under $title give what the original ones give',
  async ({ attack, parameters }) => {
    let applied = 0
    for (const { form, problems } of benchmarks) {
      for (const problem of problems.filter((_, index) => index % STEP === 0)) {
        const condition = { attack: attack.id, mode: 'corrected', parameters, seed: 1 } as const
        const result = perturb(condition, { ...problem, form }, RESOURCES)
        if (!result.applied) continue
        applied += 1
        const { prompt, canonicalSolution } = problemUnderAttack({ ...problem, prompt: result.text }, result)
        const program = prompt + canonicalSolution
        const { baseStatus, plusStatus, failing } = await judge.judge(asked(problem, result), program)
        expect([baseStatus, plusStatus], `${problem.taskId} ${JSON.stringify(failing)}\n${program}`).toEqual([
          'pass',
          'pass',
        ])
      }
    }
    console.info(`${attack.id} ${JSON.stringify(parameters)}: ${applied} references`)
    expect(applied).toBeGreaterThan(0)
  },
  600_000,
)
