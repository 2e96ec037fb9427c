import type { PromptCondition } from '../../core/experiment/spec'
import type { Queries, SearchResult, SearchSettings } from '../../core/search/smallest-edit'
import { attackInput, prepareAttacks } from '../attacks/prepare'
import type { Loan } from '../play'
import { atFullStrength, searchProblem } from '../search/search-problem'
import type { PlayJob } from './jobs'
import { PLAY_MAX_TOKENS } from './state'

export interface PlaySearchEvents {
  onProgress(arm: PlayJob['arm'], queries: Queries): void
  onResult(arm: PlayJob['arm'], result: SearchResult): void
}

/**
 * The smallest edit that makes the original fail, then that for the variant, both under the noise that is wanted.
 * Errors as `searchProblem` and `prepareAttacks`.
 */
export async function searchBoth(
  condition: PromptCondition,
  settings: SearchSettings,
  loan: Loan,
  signal: AbortSignal,
  events: PlaySearchEvents,
): Promise<void> {
  const { benchmark, problem, judge, science, variants } = loan
  const input = attackInput(benchmark, problem)
  const strongest = atFullStrength(condition)
  const resources = await prepareAttacks([{ condition: strongest, input }], loan.attacks, { signal })
  for (const arm of ['original', 'variant'] as const) {
    const variant = variants[arm]
    await variant.setNoise(loan.settings.weights, signal)
    const task = { benchmark, problem, condition, resources, maxTokens: PLAY_MAX_TOKENS, settings }
    const result = await searchProblem(task, {
      variant,
      judge,
      science,
      signal,
      onProgress: (queries) => {
        if (!signal.aborted) events.onProgress(arm, queries)
      },
    })
    signal.throwIfAborted()
    events.onResult(arm, result)
  }
}
