import { problemUnderAttack } from '../attacks/renamed-problem'
import type { AttackInput, AttackResult } from '../attacks/types'
import type { Benchmark, Problem } from '../benchmarks/types'
import { LabError } from '../errors'
import { hasSamples } from './assemble'
import { cellKey } from './cells'
import { conditionLabel, variantLabel } from './labels'
import { promptRecord } from './prompt'
import type { PromptRecord } from './record'
import { normalisedNoise, sampleId } from './sample-id'
import { deriveSeed } from '../random/derive'
import type { BenchmarkChoice, Condition, Decoding, ModelVariant, Noise, PromptCondition, Spec, Variant } from './spec'

/** Greedy decoding draws nothing. */
const GREEDY_SEED = 0
/** The control whose samples are made again: each of its seeds is a run of its own. */
const RERUN = 'control-identity'

/** What a plan is made with: contents of benchmarks, and the registries by function so that tests can give their own. */
export interface PlanContext {
  readonly benchmarks: ReadonlyMap<string, Benchmark>
  perturb(condition: PromptCondition, input: AttackInput): AttackResult
  /** Text that names a scheme whatever its spelling. */
  schemeKey(scheme: string): string
  /** Whether a scheme leaves every weight in floating point. */
  isFloat(scheme: string): boolean
  stops(benchmark: Benchmark, decoding: Pick<Decoding, 'stop' | 'prompt'>): readonly string[]
}

interface Posed {
  readonly problem: Problem
  readonly prompt: PromptRecord
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
  /** Rows decoded together where the condition wants a number of its own; null: as the device does best. */
  readonly rows: number | null
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

/** Ids of the problems of each benchmark, in file order. */
export function tasksByBenchmark(plan: Pick<Plan, 'benchmarks'>): Map<string, string[]> {
  return new Map(plan.benchmarks.map(({ benchmark }) => [benchmark.id, benchmark.problems.map(({ taskId }) => taskId)]))
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
      (conditioned[conditionIndex] ?? []).map(({ benchmark, conditions }): Cell => ({
        key: cellKey(variantIndex, conditionIndex, benchmark.id),
        label: `${variantLabel(variant)} · ${conditionLabel(condition)} · ${benchmark.id}`,
        variant: variantIndex,
        condition: conditionIndex,
        benchmark,
        jobs: (hasSamples(variant, spec, conditionIndex) ? conditions : []).flatMap((one) =>
          jobsOf(spec, context, { variant, condition, benchmark }, one),
        ),
      })),
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

/** The samples of one problem in one cell. */
function jobsOf(
  spec: Spec,
  context: PlanContext,
  { variant, condition, benchmark }: { variant: Variant; condition: Condition; benchmark: Benchmark },
  { problem, prompt }: Posed,
): Job[] {
  const { decoding, extraction } = spec
  const again = condition.prompt?.attack === RERUN ? condition.prompt : null
  const rows = again === null ? 0 : Number(again.parameters['rows'] ?? 0)
  const shared = {
    prompt: prompt.hash,
    task: problem.taskId,
    extraction,
    benchmark: benchmark.md5,
    maxTokens: decoding.maxTokens,
    strategy: decoding.strategy,
    stops: context.stops(benchmark, decoding),
    ...(decoding.prompt === 'chat' && { style: 'chat' as const }),
    ...(again !== null && { again: { seed: again.seed, rows } }),
  }
  const made =
    'model' in variant
      ? { scheme: context.schemeKey(variant.scheme), noise: effectiveNoise(condition.weights, variant, context) }
      : { scheme: 'imported', noise: null }
  return Array.from({ length: spec.samples }, (_, index) => {
    const { temperature, topP } = decoding
    const drawn = decoding.strategy === 'sample' ? { sampling: { temperature, topP }, index } : {}
    const seed = decoding.strategy === 'greedy' ? GREEDY_SEED : deriveSeed(decoding.seed ?? 0, problem.taskId, index)
    return {
      problem,
      prompt,
      index,
      seed,
      rows: rows === 0 ? null : rows,
      id: (files) => sampleId({ ...shared, ...made, ...drawn, seed, files }),
    }
  })
}

/** What a noise comes to under a scheme: where nothing is quantized, what is left in floating point is every weight. */
function effectiveNoise(noise: Noise | null, { scheme }: ModelVariant, context: PlanContext): Noise | null {
  const isEvery = noise?.target === 'float-only' && context.isFloat(scheme)
  return normalisedNoise(isEvery ? { ...noise, target: 'every-weight' } : noise)
}

/** A problem as a condition poses it: its prompt, and its tests where the attack gave its function another name. */
function posed(spec: Spec, condition: Condition, benchmark: Benchmark, problem: Problem, context: PlanContext): Posed {
  const { prompt, taskId, entryPoint, canonicalSolution } = problem
  const rule = spec.decoding.prompt
  if (condition.prompt === null)
    return { problem, prompt: promptRecord(taskId, prompt, { text: prompt, edits: [] }, rule) }
  const input = { prompt, form: benchmark.form, taskId, entryPoint, canonicalSolution }
  const attacked = context.perturb(condition.prompt, input)
  return { problem: problemUnderAttack(problem, attacked), prompt: promptRecord(taskId, prompt, attacked, rule) }
}
