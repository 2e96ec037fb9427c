import { chooseProblems, planRun, type Plan } from '../../core/experiment/plan'
import type { Benchmark } from '../../core/benchmarks/types'
import type { Spec } from '../../core/experiment/spec'
import type { AttackSupport, SupportOptions } from '../attacks/port'
import { attackInput, prepareAttacks } from '../attacks/prepare'
import type { Science } from './science'

/** The plan of a spec. What its attacks need is loaded and computed first. Errors as `planRun` and `prepareAttacks`. */
export async function planWith(
  spec: Spec,
  benchmarks: ReadonlyMap<string, Benchmark>,
  support: AttackSupport,
  science: Science,
  options: SupportOptions = {},
): Promise<Plan> {
  const inputs = chooseProblems(spec, benchmarks).flatMap(({ benchmark }) =>
    benchmark.problems.map((problem) => attackInput(benchmark, problem)),
  )
  const conditions = spec.conditions.flatMap(({ prompt }) => (prompt === null ? [] : [prompt]))
  const work = conditions.flatMap((condition) => inputs.map((input) => ({ condition, input })))
  const resources = await prepareAttacks(work, support, options)
  return planRun(spec, {
    ...science,
    benchmarks,
    perturb: (condition, input) => science.perturb(condition, input, resources),
  })
}
