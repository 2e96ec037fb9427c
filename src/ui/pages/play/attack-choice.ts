import { attacks } from '../../../core/attacks/registry'
import type { PromptCondition } from '../../../core/experiment/spec'

/** An attack at its defaults, corrected where it can be; null for no attack. */
export function conditionOf(id: string, seed: number): PromptCondition | null {
  const attack = attacks.find((candidate) => candidate.id === id)
  if (attack === undefined) return null
  return {
    attack: id,
    mode: attack.modes.includes('corrected') ? 'corrected' : 'published',
    parameters: Object.fromEntries(Object.entries(attack.parameters).map(([name, schema]) => [name, schema.default])),
    seed,
  }
}

/** The seed after this one, round and round: no seed is drawn by chance, so that every text can be had again. */
export function nextSeed(seed: number): number {
  return (seed + 1) % 2 ** 32
}
