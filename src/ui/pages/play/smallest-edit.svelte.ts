import { isCancelled, toPlainError, type PlainError } from '../../../core/errors'
import type { PromptCondition } from '../../../core/experiment/spec'
import { canonicalJson } from '../../../core/hash'
import { DEFAULT_SEARCH, type Queries, type SearchResult } from '../../../core/search/smallest-edit'
import { searchBoth } from '../../../lab/play/search'
import type { PlaySettings } from '../../../lab/play/state'
import type { Live } from './live.svelte'
import type { Arm } from './view'

export type ArmSearch =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'searching'; readonly queries: Queries }
  | { readonly kind: 'done'; readonly result: SearchResult }

const WAITING: Readonly<Record<Arm, ArmSearch>> = { original: { kind: 'waiting' }, variant: { kind: 'waiting' } }

/** The search for the smallest edit that makes a model fail, for both arms. */
export class SmallestEditSearch {
  arms = $state.raw<Readonly<Record<Arm, ArmSearch>>>(WAITING)
  isSearching = $state(false)
  error = $state.raw<PlainError | null>(null)
  budget = $state(DEFAULT_SEARCH.budget)
  /** What the shown results were found under; '' before the first search. */
  #found = $state('')
  readonly hasResults = $derived(this.#found !== '')
  readonly isStale = $derived.by(() => this.#found !== '' && this.#found !== contextOf(this.live.settings))
  #abort: AbortController | null = null

  constructor(private readonly live: Live) {}

  /** Looks for the smallest edit of this attack. */
  async search(condition: PromptCondition): Promise<void> {
    this.cancel()
    const abort = new AbortController()
    this.#abort = abort
    this.error = null
    this.isSearching = true
    this.arms = WAITING
    this.#found = contextOf(this.live.settings)
    try {
      const settings = { ...DEFAULT_SEARCH, budget: this.budget }
      await this.live.borrow(
        (loan, signal) =>
          searchBoth(condition, settings, loan, signal, {
            onProgress: (arm, queries) => this.#set(arm, { kind: 'searching', queries }),
            onResult: (arm, result) => this.#set(arm, { kind: 'done', result }),
          }),
        abort.signal,
      )
    } catch (thrown) {
      if (!isCancelled(thrown)) this.error = toPlainError(thrown)
      if (this.#abort === abort) this.#forgetUnfinished()
    } finally {
      if (this.#abort === abort) {
        this.#abort = null
        this.isSearching = false
      }
    }
  }

  cancel(): void {
    this.#abort?.abort()
  }

  #set(arm: Arm, to: ArmSearch): void {
    this.arms = { ...this.arms, [arm]: to }
  }

  #forgetUnfinished(): void {
    const { original, variant } = this.arms
    const kept = (search: ArmSearch): ArmSearch => (search.kind === 'done' ? search : { kind: 'waiting' })
    this.arms = { original: kept(original), variant: kept(variant) }
    if (this.arms.original.kind === 'waiting') this.#found = ''
  }
}

function contextOf(settings: PlaySettings | null): string {
  return settings === null ? '' : canonicalJson(settings)
}
