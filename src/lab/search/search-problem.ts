import { hasMeaning } from '../../core/attacks/parameters'
import { findAttack, resolvePromptCondition } from '../../core/attacks/registry'
import type { Resources } from '../../core/attacks/resources'
import type { AttackResult } from '../../core/attacks/types'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import { cancelled, LabError } from '../../core/errors'
import { promptAsSent } from '../../core/experiment/prompt'
import type { PromptCondition } from '../../core/experiment/spec'
import {
  DEFAULT_SEARCH,
  smallestEdit,
  type Queries,
  type SearchResult,
  type SearchSettings,
} from '../../core/search/smallest-edit'
import { attackInput } from '../attacks/prepare'
import type { Judge, OpenVariant } from '../ports'
import type { Science } from '../run/science'

/** Which problem, and which edits are tried on it. */
export interface SearchTask {
  readonly benchmark: Benchmark
  readonly problem: Problem
  /** The attack whose edits are tried; its dial and its maximum do not matter. */
  readonly condition: PromptCondition
  readonly resources: Resources
  readonly maxTokens: number
  readonly settings?: SearchSettings
}

export interface SearchPlace {
  readonly variant: Pick<OpenVariant, 'generate' | 'score'>
  readonly judge: Pick<Judge, 'judge'>
  readonly science: Pick<Science, 'perturb' | 'stops' | 'program'>
  readonly signal?: AbortSignal
  readonly onProgress?: (queries: Queries) => void
}

/** Prompts sent, programs judged: EvalPlus's rules for a base model, as on the Play page. */
const RULES = { stop: 'evalplus', prompt: 'evalplus-base' } as const

/** The attack with its dial fully open: one edit for each place it could touch. */
export function atFullStrength(condition: PromptCondition): PromptCondition {
  const attack = findAttack(condition.attack)
  const open = Object.entries(attack.parameters).flatMap(([name, schema]) =>
    (name === 'share' || name === 'max') && 'maximum' in schema && hasMeaning(schema, condition.mode)
      ? [[name, schema.maximum]]
      : [],
  )
  const parameters = { ...condition.parameters, ...Object.fromEntries(open) }
  return resolvePromptCondition({ ...condition, parameters }, 'prompt')
}

/**
 * Looks for the smallest edit of a prompt that makes a model fail its tests (core/search). Base and plus tests both count.
 * Throws LabError `unsupported` for an attack that changes the program itself, `cancelled`, and what engine, judge and
 * attack throw.
 */
export async function searchProblem(task: SearchTask, place: SearchPlace): Promise<SearchResult> {
  const { benchmark, problem, settings = DEFAULT_SEARCH } = task
  const attacked = place.science.perturb(
    atFullStrength(task.condition),
    attackInput(benchmark, problem),
    task.resources,
  )
  refuseRenames(attacked, task.condition.attack)
  const queries = { scored: 0, generated: 0 }
  const tell = () => place.onProgress?.({ ...queries })
  return smallestEdit(
    problem.prompt,
    attacked.edits,
    {
      async score(prompts) {
        const scores: number[] = []
        for (const prompt of prompts) {
          if (place.signal?.aborted === true) throw cancelled()
          const sent = promptAsSent(prompt, RULES.prompt)
          const [score] = await place.variant.score(sent, [problem.canonicalSolution], place.signal)
          scores.push(score?.total ?? NaN)
          queries.scored += 1
          tell()
        }
        return scores
      },
      async passes(prompts) {
        const verdicts = await generateAndJudge(prompts, task, place, settings)
        queries.generated += prompts.length
        tell()
        return verdicts
      },
    },
    settings,
  )
}

async function generateAndJudge(
  prompts: readonly string[],
  { benchmark, problem, maxTokens }: SearchTask,
  { variant, judge, science, signal }: SearchPlace,
  { batch }: SearchSettings,
): Promise<boolean[]> {
  const requests = prompts.map((prompt, index) => ({ id: String(index), prompt: promptAsSent(prompt, RULES.prompt) }))
  const stop = science.stops(benchmark, RULES)
  const generations = await variant.generate(requests, { maxTokens, stop, batchSize: batch, ...(signal && { signal }) })
  const written = new Map(generations.map(({ id, text }) => [id, text]))
  return Promise.all(
    requests.map(async ({ id, prompt }) => {
      const completion = written.get(id)
      if (completion === undefined) throw new LabError('internal', `No text for ${id}.`, 'Please report this.')
      const { program } = science.program({ prompt, completion, problem, benchmark, extraction: 'sanitize' })
      const { baseStatus, plusStatus } = await judge.judge(problem, program, signal && { signal })
      return baseStatus === 'pass' && (plusStatus === null || plusStatus === 'pass')
    }),
  )
}

function refuseRenames({ program }: AttackResult, attack: string): void {
  if (program === null) return
  throw new LabError(
    'unsupported',
    `The attack "${attack}" changes the program, not only the wording, so there is no smallest edit of it.`,
    'Choose an attack on characters or words.',
  )
}
