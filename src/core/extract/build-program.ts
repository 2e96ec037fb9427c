import type { Extraction } from '../grading/types'
import { extractAsPublished } from './published'
import { sanitize, type Sanitized } from './sanitize'

export interface ProgramRequest {
  /** As sent to the model. */
  readonly prompt: string
  /** What the model wrote, cut at the stop strings. */
  readonly completion: string
  readonly entryPoint: string
  /**
   * `sanitize`: EvalPlus's rules on prompt + completion; `published`: the paper's tool on the completion alone;
   * `none`: prompt + completion as it is.
   */
  readonly extraction: Extraction
}

export interface BuiltProgram {
  readonly program: string
  /** False when no definition of the entry point was found: there is nothing to grade. */
  readonly extracted: boolean
  readonly why: Sanitized['why'] | 'as-is'
}

/** The self-contained program that is graded. */
export function buildProgram({ prompt, completion, entryPoint, extraction }: ProgramRequest): BuiltProgram {
  switch (extraction) {
    case 'none':
      return { program: prompt + completion, extracted: true, why: 'as-is' }
    case 'sanitize':
      return sanitize(prompt + spaced(prompt, completion), entryPoint)
    case 'published': {
      const { program, functions } = extractAsPublished(completion)
      const extracted = functions.includes(entryPoint)
      return { program, extracted, why: extracted ? 'definitions' : 'no-entry-point' }
    }
  }
}

/** EvalPlus writes blanks for tabs; where the prompt itself is indented with tabs, nothing would fit together then. */
function spaced(prompt: string, completion: string): string {
  return /^\t/m.test(prompt) ? completion : completion.replaceAll('\t', '    ')
}
