import type { BackTranslation } from '../../core/attacks/resources'
import type { TranslationSettings } from '../../core/translation/translators'
import type { ModelFiles } from '../../lab/ports'
import type { Answer } from '../protocol'

/** What page and translating worker say to each other. */

export interface TranslatorMessage {
  readonly settings: TranslationSettings
  /** Where the models of both directions are, by their ids. */
  readonly files: Readonly<Record<string, ModelFiles>>
}

export interface FileProgress {
  readonly model: string
  readonly path: string
  readonly loaded: number
  readonly total: number
}

/** `job` is chosen by the page. A call is cancelled by ending the worker. */
export interface TranslationWorker {
  /** Loads both directions, in place of what was loaded before. */
  open(job: number, message: TranslatorMessage, onProgress: (progress: FileProgress) => void): Promise<Answer<null>>
  /** There and back, with what was opened last. */
  translate(job: number, text: string): Promise<Answer<BackTranslation>>
}
