import { perturb } from '../registry'
import { testResources } from '../testing-resources'
import type { AttackInput, AttackResult, ParameterValue } from '../types'

/** An MBPP prompt of one line. */
export function line(text: string): AttackInput {
  const prompt = `"""\n${text}\nassert solve([1]) == 1\n"""\n`
  return { prompt, form: 'mbpp', taskId: 'T/1', entryPoint: 'solve', canonicalSolution: '' }
}

/** A prompt under a corrected attack. */
export function corrected(
  attack: string,
  input: AttackInput,
  parameters: Readonly<Record<string, ParameterValue>> = {},
  seed = 1,
): AttackResult {
  return perturb({ attack, mode: 'corrected', parameters, seed }, input, testResources())
}

/** The second line of what becomes of an MBPP prompt of one line. */
export function changedLine(
  attack: string,
  text: string,
  parameters: Readonly<Record<string, ParameterValue>> = {},
  seed = 1,
): string {
  return corrected(attack, line(text), parameters, seed).text.split('\n')[1] ?? ''
}
