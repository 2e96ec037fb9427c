import type { AttackResult } from '../core/attacks/types'
import type { PlainError } from '../core/errors'
import type { PromptCondition } from '../core/experiment/spec'
import type { SearchResult, SearchSettings } from '../core/search/smallest-edit'
import type { LoadProgress } from '../lab/ports'
import type { HeadlessBenchmark } from './grade-api'
import type { HeadlessModel, Outcome } from './models-api'

/** What headless.html offers for attacks: `window.shakedownAttacks`, called through Playwright. Everything is plain data. */
export interface HeadlessAttackApi {
  /** Perturbs every prompt of a benchmark, in the order of its file. */
  perturb(work: HeadlessPerturb): Promise<Outcome<readonly AttackResult[]>>
  /** Each finished search is told by the binding before the next begins. */
  search(work: HeadlessSearch): Promise<Outcome<null>>
}

export interface HeadlessPerturb {
  readonly benchmark: HeadlessBenchmark
  readonly condition: PromptCondition
}

export interface HeadlessSearch extends HeadlessPerturb {
  readonly model: HeadlessModel
  /** Schemes, each searched for all tasks before the next. */
  readonly searches: readonly { readonly scheme: string; readonly tasks: readonly string[] }[]
  readonly maxTokens: number
  readonly settings: SearchSettings
}

export type HeadlessAttackEvent =
  | { readonly type: 'loading'; readonly what: string; readonly progress: LoadProgress }
  | { readonly type: 'searched'; readonly scheme: string; readonly taskId: string; readonly result: SearchResult }
  /** One problem could not be searched; the others go on. */
  | { readonly type: 'failed'; readonly scheme: string; readonly taskId: string; readonly error: PlainError }

export const ATTACK_EVENT_BINDING = 'shakedownAttackEvent'
