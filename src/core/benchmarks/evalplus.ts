import type { PyValue } from '../judge/value'
import { deserializeInputs } from './mbpp-inputs'
import { humanEvalTests } from './human-eval'
import type { Row } from './row'
import { splitAsserts } from './statements'
import type { Arguments, Problem, TestProgram } from './types'

/** Nobody says how long MBPP's asserts may take; human-eval's limit. */
export const ASSERT_SECONDS = 3

/**
 * A row of HumanEval+ or MBPP+ (and of their variants): task_id, prompt, entry_point, canonical_solution, base_input,
 * plus_input; contract, atol, and the tests that the problem had before (`test`, `assertion`) may be absent.
 */
export function parseEvalPlusRow(row: Row): Problem {
  const taskId = row.taskId()
  const entryPoint = row.entryPoint()
  return {
    taskId,
    prompt: row.text('prompt'),
    entryPoint,
    canonicalSolution: row.text('canonical_solution'),
    contract: row.textOrEmpty('contract'),
    base: { kind: 'inputs', inputs: inputsOf(row, taskId, 'base_input') },
    plus: { kind: 'inputs', inputs: inputsOf(row, taskId, 'plus_input') },
    atol: row.tolerance(),
    original: originalOf(row, entryPoint),
  }
}

function inputsOf(row: Row, taskId: string, name: string): Arguments[] {
  const fail = (index: number, why: string) => row.fail(`"${name}", test ${index + 1}: ${why}`)
  return deserializeInputs(taskId, argumentLists(row, name), fail)
}

function argumentLists(row: Row, name: string): readonly (readonly PyValue[])[] {
  const field = row.get(name)
  // EvalPlus writes {} for a suite without tests.
  if (field?.type === 'dict' && field.entries.length === 0) return []
  if (field?.type !== 'list') throw row.fail(`"${name}" must be a list of argument lists`)
  return field.items.map((item) => {
    if (item.type !== 'list') throw row.fail(`"${name}" must be a list of argument lists`)
    return item.items
  })
}

function originalOf(row: Row, entryPoint: string): TestProgram | null {
  if (row.has('test')) return humanEvalTests(row.text('test'), entryPoint)
  if (row.has('assertion')) return { kind: 'program', ...splitAsserts(row.text('assertion')), seconds: ASSERT_SECONDS }
  return null
}
