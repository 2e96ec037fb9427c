import { createAttackSupport } from '../app/attack-support'
import { perturb } from '../core/attacks/registry'
import type { AttackResult } from '../core/attacks/types'
import type { Benchmark } from '../core/benchmarks/types'
import { LabError, toPlainError } from '../core/errors'
import { attackInput, prepareAttacks } from '../lab/attacks/prepare'
import type { LoadProgress } from '../lab/ports'
import { knownScience } from '../lab/run/known-science'
import { searchProblem } from '../lab/search/search-problem'
import { createJudge } from '../python'
import {
  ATTACK_EVENT_BINDING,
  type HeadlessAttackApi,
  type HeadlessAttackEvent,
  type HeadlessPerturb,
  type HeadlessSearch,
} from './attacks-api'
import { locateServed, openHeadlessModel } from './models'
import { outcome } from './outcome'
import { loadHeadlessBenchmark } from './served'

declare global {
  interface Window {
    shakedownAttacks?: HeadlessAttackApi
    [ATTACK_EVENT_BINDING]?: (event: HeadlessAttackEvent) => Promise<void>
  }
}

const attackSupport = createAttackSupport(locateServed({}))

async function tell(event: HeadlessAttackEvent): Promise<void> {
  await window[ATTACK_EVENT_BINDING]?.(event)
}

function loading(what: string): (progress: LoadProgress) => void {
  return (progress) => void tell({ type: 'loading', what, progress })
}

/** A benchmark, and what the attack needs for the problems that are wanted. */
async function prepared({ benchmark: wanted, condition }: HeadlessPerturb, tasks: ReadonlySet<string> | null) {
  const benchmark = await loadHeadlessBenchmark(wanted)
  const inputs = benchmark.problems
    .filter(({ taskId }) => tasks === null || tasks.has(taskId))
    .map((problem) => attackInput(benchmark, problem))
  const work = inputs.map((input) => ({ condition, input }))
  const resources = await prepareAttacks(work, attackSupport, { onProgress: loading(condition.attack) })
  return { benchmark, inputs, resources }
}

async function perturbAll(work: HeadlessPerturb): Promise<readonly AttackResult[]> {
  const { inputs, resources } = await prepared(work, null)
  return inputs.map((input) => perturb(work.condition, input, resources))
}

async function searchAll(work: HeadlessSearch): Promise<null> {
  const wanted = new Set(work.searches.flatMap(({ tasks }) => tasks))
  const { benchmark, resources } = await prepared(work, wanted)
  const judge = createJudge()
  const model = await openHeadlessModel(work.model, loading(work.model.id))
  try {
    for (const { scheme, tasks } of work.searches) {
      const variant = await model.variant(scheme)
      for (const taskId of tasks) {
        const problem = problemOf(benchmark, taskId)
        const { condition, maxTokens, settings } = work
        const task = { benchmark, problem, condition, resources, maxTokens, settings }
        try {
          const result = await searchProblem(task, { variant, judge, science: knownScience })
          await tell({ type: 'searched', scheme, taskId, result })
        } catch (thrown) {
          // An attack that cannot be searched fails every problem alike: there the command ends.
          if (thrown instanceof LabError && thrown.code === 'unsupported') throw thrown
          await tell({ type: 'failed', scheme, taskId, error: toPlainError(thrown) })
        }
      }
      await variant.release()
    }
  } finally {
    model.close()
    judge.close()
  }
  return null
}

function problemOf({ problems }: Benchmark, taskId: string) {
  const problem = problems.find((one) => one.taskId === taskId)
  if (problem !== undefined) return problem
  throw new LabError('not-found', `The benchmark has no problem ${taskId}.`, 'Leave it out of --tasks.')
}

export const headlessAttacks: HeadlessAttackApi = {
  perturb: (work) => outcome(() => perturbAll(work)),
  search: (work) => outcome(() => searchAll(work)),
}
