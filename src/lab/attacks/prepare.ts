import { findAttack, resolvePromptCondition } from '../../core/attacks/registry'
import { NO_RESOURCES, type Need, type Resources, type TranslationRequest } from '../../core/attacks/resources'
import type { AttackInput } from '../../core/attacks/types'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import type { PromptCondition } from '../../core/experiment/spec'
import type { AttackSupport, SupportOptions } from './port'

/** One prompt under one condition. */
export interface AttackWork {
  readonly condition: PromptCondition
  readonly input: AttackInput
}

/** A problem as attacks see it. */
export function attackInput({ form }: Pick<Benchmark, 'form'>, problem: Problem): AttackInput {
  const { prompt, taskId, entryPoint, canonicalSolution } = problem
  return { prompt, form, taskId, entryPoint, canonicalSolution }
}

/** What conditions need beside the prompts, in a fixed order. Errors as `resolvePromptCondition`. */
export function needsOf(conditions: readonly PromptCondition[]): Need[] {
  return [...new Set(conditions.flatMap(({ attack }) => findAttack(attack).needs))].sort()
}

/**
 * Loads and computes all that the attacks on these prompts need, so that they can then be applied at once. Errors as
 * `resolvePromptCondition` and those of `AttackSupport`.
 */
export async function prepareAttacks(
  work: readonly AttackWork[],
  support: AttackSupport,
  options: SupportOptions = {},
): Promise<Resources> {
  const needs = needsOf(work.map(({ condition }) => condition))
  if (needs.length === 0) return NO_RESOURCES
  const loaded = await support.load(needs, options)
  const requests = needs.includes('translation') ? requestsOf(work) : []
  return { ...loaded, translations: requests.length === 0 ? null : await support.translate(requests, options) }
}

function requestsOf(work: readonly AttackWork[]): TranslationRequest[] {
  const distinct = new Map<string, TranslationRequest>()
  for (const { condition, input } of work) {
    const { attack, mode, parameters, seed } = resolvePromptCondition(condition, 'prompt')
    for (const request of findAttack(attack).requests?.(input, { mode, parameters, seed }) ?? [])
      distinct.set(JSON.stringify([request.translator, request.pivot, request.text]), request)
  }
  return [...distinct.values()]
}
