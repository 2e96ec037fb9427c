import type { Outcome } from './models-api'

/** What headless.html offers for back-translations made before: `window.shakedownTranslations`. */
export interface HeadlessTranslationsApi {
  /** Adds those of a file's text; how many it holds. */
  take(text: string): Promise<Outcome<number>>
  /** All that are known now, as the text of a file. */
  file(): Promise<Outcome<string>>
}
