import { impactOf, type Impact } from '../../../core/attacks/impact'
import { findAttack } from '../../../core/attacks/registry'
import { regionsOf, type Region } from '../../../core/attacks/regions'
import type { PlayState } from '../../../lab/play/state'

/** What is known of the two prompts beside their texts. */
export interface PromptDetail {
  readonly taskId: string
  /** Of the perturbed prompt as sent. */
  readonly hash: string
  /** Of the clean prompt as sent. */
  readonly regions: readonly Region[]
  /** Null where there is no attack. */
  readonly impact: Impact | null
}

/** Null until the problem is open. */
export function promptDetail({
  prompts,
  problem,
  benchmark,
  wanted,
}: Pick<PlayState, 'prompts' | 'problem' | 'benchmark' | 'wanted'>): PromptDetail | null {
  if (prompts === null || problem === null || benchmark === null) return null
  const { clean, perturbed, attack } = prompts
  const input = { prompt: clean.text, form: benchmark.form, entryPoint: problem.entryPoint }
  const condition = wanted?.prompt ?? null
  return {
    taskId: problem.taskId,
    hash: perturbed.hash,
    regions: regionsOf(input),
    impact:
      attack === null || condition === null ? null : impactOf(input, perturbed.edits, findAttack(condition.attack)),
  }
}

/** Tokens of the prompts by the model that read them; null until both were read. */
export function promptTokens({ cells }: Pick<PlayState, 'cells'>): { clean: number; perturbed: number } | null {
  const count = (names: readonly (keyof PlayState['cells'])[]): number => {
    for (const name of names) {
      const { shown, wanted } = cells[name]
      if (shown !== null && shown.key === wanted && shown.promptTokens > 0) return shown.promptTokens
    }
    return 0
  }
  const clean = count(['clean-original', 'clean-variant'])
  const perturbed = count(['perturbed-original', 'perturbed-variant'])
  return clean === 0 || perturbed === 0 ? null : { clean, perturbed }
}
