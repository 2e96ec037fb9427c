import { expect } from 'vitest'
import { applyEdits, invertEdits } from '../edits'
import { NO_RESOURCES } from '../resources'
import { perturb } from '../registry'
import type { AttackInput, AttackResult, ParameterValue } from '../types'
import { parsePython } from './program'

/** A problem in HumanEval's form, for tests: `head` up to the docstring's end, `body` as the reference has it. */
export function humanEvalInput(prompt: string, canonicalSolution: string, entryPoint = 'f'): AttackInput {
  return { prompt, form: 'humaneval', taskId: 'T/0', entryPoint, canonicalSolution }
}

/** A function `f` with a docstring and this body, one statement a line, indented by four. */
export function functionInput(body: string, parameters = 'a, b'): AttackInput {
  return humanEvalInput(`def f(${parameters}):\n    """ Do it. """\n`, body)
}

export function attacked(
  attack: string,
  input: AttackInput,
  parameters: Readonly<Record<string, ParameterValue>> = {},
  seed = 1,
  resources = NO_RESOURCES,
): AttackResult {
  const result = perturb({ attack, mode: 'corrected', parameters, seed }, input, resources)
  expect(applyEdits(input.prompt, result.edits)).toBe(result.text)
  expect(applyEdits(result.text, invertEdits(result.edits))).toBe(input.prompt)
  expect(result.applied).toBe(result.text !== input.prompt)
  return result
}

/** The whole program after an attack, which must parse. */
export function programAfter(result: AttackResult, input: AttackInput): string {
  const source = result.text + (result.program?.canonicalSolution ?? input.canonicalSolution)
  expect(parsePython(source), source).not.toBeNull()
  return source
}
