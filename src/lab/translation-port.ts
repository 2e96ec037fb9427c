import type { BackTranslation, TranslationRequest } from '../core/attacks/resources'
import type { KnownTranslation } from '../core/translation/known'

/** What back-translation needs of the other rooms: a translator (src/engine/translation) and a store (src/storage). */

export type TranslatorProgress =
  | {
      readonly stage: 'load'
      readonly model: string
      readonly path: string
      readonly loaded: number
      readonly total: number
    }
  | { readonly stage: 'translate'; readonly done: number; readonly total: number }

export interface TranslateOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: TranslatorProgress) => void
}

export interface BackTranslator {
  /**
   * Puts each text into the other language and back, in order; `tell` hears of each as it is done. Models are loaded when
   * first needed and kept. Throws `bad-spec` for a translator that does not exist; `unknown-model`, `not-found`,
   * `network`, `truncated-file`, `bad-model`, `out-of-memory` where its models cannot be had; `cancelled`, after which
   * what was told stays told.
   */
  translate(
    requests: readonly TranslationRequest[],
    tell: (request: TranslationRequest, result: BackTranslation) => void | Promise<void>,
    options?: TranslateOptions,
  ): Promise<void>
  /** Gives the memory of the models back; the next call loads them again. */
  close(): void
}

export interface TranslationStore {
  /** Those of the keys that are known. Throws `storage`. */
  known(keys: readonly string[]): Promise<KnownTranslation[]>
  /** Throws `storage-full`, `storage`. */
  put(translations: readonly KnownTranslation[]): Promise<void>
  all(): Promise<KnownTranslation[]>
  clear(): Promise<void>
}
