import { LabError } from '../errors'
import { didYouMean } from '../nearest'
import type { PromptCondition } from '../experiment/spec'
import { characterAttacks } from './character'
import { controls } from './control'
import { formatAttacks } from './format'
import { nameAttacks } from './name'
import { sentenceAttacks } from './sentence'
import { syntaxAttacks } from './syntax'
import { wordAttacks } from './word'
import { resolveParameters } from './parameters'
import { NO_RESOURCES, type Resources } from './resources'
import type { Attack, AttackInput, AttackResult } from './types'

/** Every attack and control; page, command and spec build their choices from this list. */
export const attacks: readonly Attack[] = [
  ...characterAttacks,
  ...wordAttacks,
  ...sentenceAttacks,
  ...nameAttacks,
  ...formatAttacks,
  ...syntaxAttacks,
  ...controls,
]

/** @throws LabError `unknown-attack`, naming the known ones */
export function findAttack(id: string): Attack {
  const attack = attacks.find((candidate) => candidate.id === id)
  if (attack !== undefined) return attack
  const known = attacks.map((candidate) => candidate.id)
  throw new LabError('unknown-attack', `There is no attack "${id}".`, didYouMean(id, known, 'Known attacks'))
}

/**
 * A prompt condition checked against its attack, with defaults filled in.
 * @param path where it stands in the spec, e.g. "conditions[1].prompt"
 * @throws LabError `unknown-attack`; `bad-spec` for a mode or a parameter the attack does not have
 */
export function resolvePromptCondition(condition: PromptCondition, path: string): PromptCondition {
  const attack = findAttack(condition.attack)
  if (!attack.modes.includes(condition.mode)) {
    throw new LabError(
      'bad-spec',
      `${path}.mode: the attack "${attack.id}" has no mode "${condition.mode}".`,
      `It has: ${attack.modes.join(', ')}.`,
    )
  }
  const parameters = resolveParameters(attack, condition.mode, condition.parameters, `${path}.parameters`)
  return { ...condition, parameters }
}

/**
 * Perturbs one prompt. Pure: the same condition and input give the same text. Errors as `resolvePromptCondition`, and
 * LabError `attack-not-ready` where the attack needs what `resources` lack.
 */
export function perturb(
  condition: PromptCondition,
  input: AttackInput,
  resources: Resources = NO_RESOURCES,
): AttackResult {
  const { attack, mode, parameters, seed } = resolvePromptCondition(condition, 'prompt')
  return findAttack(attack).apply(input, { mode, parameters, seed }, resources)
}
