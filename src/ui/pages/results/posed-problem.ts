import type { Problem } from '../../../core/benchmarks/types'
import { LabError } from '../../../core/errors'
import type { RunRecord } from '../../../core/experiment/record'
import type { PageServices } from '../../services'
import type { ProblemPlace } from '../../run-index'

/**
 * A problem of a run as a condition posed it, made again: an attack may have given its function another name, and then the
 * tests have it too. Throws LabError `unknown-benchmark`, `not-found` where this browser does not have the problem, and
 * what loading an attack's resources throws.
 */
export async function posedProblem(
  run: RunRecord,
  { benchmark: id, taskId }: ProblemPlace,
  condition: number,
  services: Pick<PageServices, 'benchmarks' | 'attacks'>,
): Promise<Problem> {
  const benchmark = await (await services.benchmarks()).load(id)
  const problem = benchmark.problems.find((one) => one.taskId === taskId)
  if (problem === undefined) {
    throw new LabError(
      'not-found',
      `${id} in this browser has no problem ${taskId}.`,
      'Import the benchmark that the run was made with, on the page Bench.',
    )
  }
  const under = run.conditions[condition]
  const [first] = run.spec.variants
  if (under === undefined || under.prompt === null || first === undefined) return problem
  const [{ planWith }, { knownScience }] = await Promise.all([
    import('../../../lab/run/plan'),
    import('../../../lab/run/known-science'),
  ])
  const spec = { ...run.spec, variants: [first], conditions: [under], benchmarks: [{ id }], samples: 1 }
  const benchmarks = new Map([[id, { ...benchmark, problems: [problem] }]])
  const plan = await planWith(spec, benchmarks, await services.attacks(), knownScience)
  return plan.cells[0]?.jobs[0]?.problem ?? problem
}
