import { rewriteFields, type FieldTexts } from '../benchmarks/rewrite-fields'
import type { Benchmark, BenchmarkFormat, Problem } from '../benchmarks/types'
import { LabError } from '../errors'
import { renameIn } from './renamed-problem'
import type { AttackResult } from './types'

/**
 * A benchmark's file with its prompts perturbed, in its own format: a line that nothing changed stays to the byte, and
 * prompt + canonical solution is a whole program, also where the attack renamed the function or moved code. Errors:
 * LabError `unsupported` where the format has no place for what the attack changed (MBPP's own files hold the sentence
 * and the asserts apart; a suite of one's own holds its tests as data).
 * @param text the unpacked file that `benchmark` was parsed from
 * @param results one a problem, in the order of the file
 */
export function perturbedFile(text: string, benchmark: Benchmark, results: readonly AttackResult[]): string {
  return rewriteFields(text, (index, original) => {
    const problem = benchmark.problems[index]
    const result = results[index]
    if (problem === undefined || result === undefined) {
      throw new LabError('internal', `There is no result for problem ${index}.`, 'Please report this.')
    }
    return result.applied ? changedFields(benchmark.format, problem, result, original) : {}
  })
}

type Original = (field: string) => string | null

function changedFields(
  format: BenchmarkFormat,
  problem: Problem,
  result: AttackResult,
  original: Original,
): FieldTexts {
  switch (format) {
    case 'evalplus':
    case 'human-eval':
    case 'recode':
      return { prompt: result.text, ...programFields(problem, result, original) }
    case 'shakedown':
      if (result.program !== null && result.program.entryPoint !== problem.entryPoint)
        throw noPlace(problem, 'its name')
      return { prompt: result.text, ...programFields(problem, result, original) }
    case 'mbpp':
      return sentenceOf(problem, result)
  }
}

/** Fields of the row that are Python and may call the function. */
const CODE_FIELDS = ['test', 'assertion', 'contract'] as const

function programFields(problem: Problem, { program }: AttackResult, original: Original): FieldTexts {
  if (program === null) return {}
  const { entryPoint, canonicalSolution } = program
  const code = CODE_FIELDS.flatMap((field) => {
    const before = entryPoint === problem.entryPoint ? null : original(field)
    return before === null ? [] : [[field, renameIn(before, problem.entryPoint, entryPoint, problem.taskId)]]
  })
  return { entry_point: entryPoint, canonical_solution: canonicalSolution, ...Object.fromEntries(code) }
}

/** MBPP's prompt is made of the row's sentence and first assert (core/benchmarks/mbpp.ts): only the sentence can be written. */
function sentenceOf(problem: Problem, { text, program }: AttackResult): FieldTexts {
  const { base, prompt } = problem
  const before = '"""\n'
  const after = base.kind === 'program' ? `\n${base.tests[0] ?? ''}\n"""\n` : prompt
  if (program !== null || !text.startsWith(before) || !text.endsWith(after)) {
    throw noPlace(problem, 'more than the sentence')
  }
  const sentence = text.slice(before.length, text.length - after.length)
  return { text: sentence, prompt: sentence }
}

function noPlace({ taskId }: Problem, what: string): LabError {
  return new LabError(
    'unsupported',
    `${taskId}: the attack changes ${what}, and the format of this file has no place for that.`,
    'Choose another attack, or a benchmark in the format of EvalPlus or human-eval.',
  )
}
