import { assertNever } from '../../../core/errors'
import type { Extraction, GradingOptions } from '../../../core/grading/types'

/** How a person wants samples graded. */
export interface ScoreOptions {
  readonly extraction: Extraction
  readonly suites: GradingOptions['suites']
  /** Multiplies every limit of time. */
  readonly timeFactor: number
  /** Least seconds for one call. */
  readonly minimumSeconds: number
}

export const DEFAULT_OPTIONS: ScoreOptions = {
  extraction: 'none',
  suites: 'both',
  timeFactor: 1,
  minimumSeconds: 1,
}

export const EXTRACTIONS: readonly { readonly value: Extraction; readonly label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'sanitize', label: "EvalPlus's rules" },
  { value: 'published', label: 'As published' },
]

/** What an extraction does, in a sentence. */
export function extractionWords(extraction: Extraction): string {
  switch (extraction) {
    case 'none':
      return 'Each sample runs as it came; a completion is put behind its prompt.'
    case 'sanitize':
      return 'The longest stretch that parses, then only what the function needs: as EvalPlus does before it grades.'
    case 'published':
      return "Imports and functions only, by the paper's own rules; the prompt is not put back."
    default:
      return assertNever(extraction)
  }
}

/** The choices in a few words, for what is shown. */
export function optionWords({ extraction, suites, timeFactor, minimumSeconds }: ScoreOptions): string {
  const label = EXTRACTIONS.find(({ value }) => value === extraction)?.label ?? extraction
  const tests = suites === 'both' ? 'base and plus tests' : 'base tests only'
  const factor = timeFactor === 1 ? '' : `, limits × ${timeFactor}`
  return `extraction: ${label}; ${tests}; at least ${minimumSeconds} s a test${factor}`
}

export function isSameOptions(a: ScoreOptions, b: ScoreOptions): boolean {
  return (
    a.extraction === b.extraction &&
    a.suites === b.suites &&
    a.timeFactor === b.timeFactor &&
    a.minimumSeconds === b.minimumSeconds
  )
}
