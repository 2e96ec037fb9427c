import type { Need, Resources, TranslationRequest } from '../../core/attacks/resources'
import type { LoadProgress } from '../engine-port'

export interface SupportOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LoadProgress) => void
}

/** Loads and computes what attacks need beside the prompt. */
export interface AttackSupport {
  /** WordNet and tagger, those asked for; loaded once. Throws LabError `not-found`, `corrupted-file`, `cancelled`. */
  load(needs: readonly Need[], options?: SupportOptions): Promise<Pick<Resources, 'wordnet' | 'tagger'>>
  /**
   * Known translations of the texts; those that are not known yet are made and kept. Throws LabError `unknown-model`,
   * `cancelled`, and what loading a model throws.
   */
  translate(
    requests: readonly TranslationRequest[],
    options?: SupportOptions,
  ): Promise<NonNullable<Resources['translations']>>
}
