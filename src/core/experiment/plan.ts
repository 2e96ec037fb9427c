import { problemUnderAttack } from '../attacks/renamed-problem'
import type { AttackInput, AttackResult } from '../attacks/types'
import type { Benchmark, Problem } from '../benchmarks/types'
import { LabError } from '../errors'
import { cellKey } from './cells'
import { conditionLabel, variantLabel } from './labels'
import { promptRecord } from './prompt'
import type { PromptRecord } from './record'
import { normalisedNoise, sampleId } from './sample-id'
import type { BenchmarkChoice, Condition, Decoding, PromptCondition, Spec } from './spec'

/** Greedy decoding draws nothing. */
const GREEDY_SEED = 0

/** What a plan is made with: contents of benchmarks, and the registries by function so that tests can give their own. */
export interface PlanContext {
  readonly benchmarks: ReadonlyMap<string, Benchmark>
  perturb(condition: PromptCondition, input: AttackInput): AttackResult
  /** Text that names a scheme whatever its spelling. */
  schemeKey(scheme: string): string
  stops(benchmark: Benchmark, decoding: Pick<Decoding, 'stop' | 'prompt'>): readonly string[]
}

/** One variant under one condition on one benchmark. */
export interface Cell {
  readonly key: string
  readonly label: string
  readonly variant: number
  readonly condition: number
  readonly benchmark: Benchmark
  readonly jobs: readonly Job[]
}

/** One sample to make. */
export interface Job {
  readonly problem: Problem
  readonly prompt: PromptRecord
  readonly index: number
  readonly seed: number
  /** Id of the sample, once the hashes of the model's files are known. */
  id(files: Readonly<Record<string, string>>): string
}

/** A benchmark as the spec wants it: `benchmark.problems` are the first `choice.limit` ones. */
export interface ChosenBenchmark {
  readonly choice: BenchmarkChoice
  readonly benchmark: Benchmark
}

export interface Plan {
  readonly spec: Spec
  readonly benchmarks: readonly ChosenBenchmark[]
  readonly cells: readonly Cell[]
  /** Each distinct prompt once, in the order of first use. */
  readonly prompts: readonly PromptRecord[]
  readonly samples: number
}

/** The benchmarks of a spec. Throws LabError `unknown-benchmark` where one is not there. */
export function chooseProblems(spec: Spec, benchmarks: ReadonlyMap<string, Benchmark>): ChosenBenchmark[] {
  return spec.benchmarks.map((choice) => {
    const benchmark = benchmarks.get(choice.id)
    if (benchmark === undefined) {
      throw new LabError(
        'unknown-benchmark',
        `There is no benchmark "${choice.id}".`,
        'Check the id under "benchmarks" in the spec.',
      )
    }
    return { choice, benchmark: { ...benchmark, problems: benchmark.problems.slice(0, choice.limit) } }
  })
}

/**
 * Cells and their jobs, in the order of the spec: variants, then conditions, then benchmarks, then problems in file
 * order. Prompts are perturbed first, then brought into the form in which they are sent.
 */
export function planRun(spec: Spec, context: PlanContext): Plan {
  const benchmarks = chooseProblems(spec, context.benchmarks)
  const prompts = new Map<string, PromptRecord>()
  const conditioned = spec.conditions.map((condition) =>
    benchmarks.map(({ benchmark }) => {
      const conditions = benchmark.problems.map((problem) => posed(spec, condition, benchmark, problem, context))
      for (const { prompt } of conditions) if (!prompts.has(prompt.hash)) prompts.set(prompt.hash, prompt)
      return { benchmark, conditions }
    }),
  )
  const cells = spec.variants.flatMap((variant, variantIndex) =>
    spec.conditions.flatMap((condition, conditionIndex) =>
      (conditioned[conditionIndex] ?? []).map(({ benchmark, conditions }): Cell => {
        const shared = {
          scheme: context.schemeKey(variant.scheme),
          noise: normalisedNoise(condition.weights),
          maxTokens: spec.decoding.maxTokens,
          strategy: spec.decoding.strategy,
          stops: context.stops(benchmark, spec.decoding),
          extraction: spec.extraction,
          seed: GREEDY_SEED,
          benchmark: benchmark.md5,
          ...(spec.decoding.prompt === 'chat' && { style: 'chat' as const }),
        }
        return {
          key: cellKey(variantIndex, conditionIndex, benchmark.id),
          label: `${variantLabel(variant)} · ${conditionLabel(condition)} · ${benchmark.id}`,
          variant: variantIndex,
          condition: conditionIndex,
          benchmark,
          jobs: conditions.map(({ problem, prompt }) => ({
            problem,
            prompt,
            index: 0,
            seed: GREEDY_SEED,
            id: (files) => sampleId({ ...shared, prompt: prompt.hash, task: problem.taskId, files }),
          })),
        }
      }),
    ),
  )
  return {
    spec,
    benchmarks,
    cells,
    prompts: [...prompts.values()],
    samples: cells.reduce((sum, cell) => sum + cell.jobs.length, 0),
  }
}

/** A problem as a condition poses it: its prompt, and its tests where the attack gave its function another name. */
function posed(
  spec: Spec,
  condition: Condition,
  benchmark: Benchmark,
  problem: Problem,
  context: PlanContext,
): { problem: Problem; prompt: PromptRecord } {
  const { prompt, taskId, entryPoint, canonicalSolution } = problem
  const rule = spec.decoding.prompt
  if (condition.prompt === null)
    return { problem, prompt: promptRecord(taskId, prompt, { text: prompt, edits: [] }, rule) }
  const input = { prompt, form: benchmark.form, taskId, entryPoint, canonicalSolution }
  const attacked = context.perturb(condition.prompt, input)
  return { problem: problemUnderAttack(problem, attacked), prompt: promptRecord(taskId, prompt, attacked, rule) }
}
