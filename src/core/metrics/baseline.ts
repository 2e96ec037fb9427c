import { canonicalJson } from '../hash'
import type { Condition, PromptCondition } from '../experiment/spec'

/** Shows the first half of the reference and changes nothing (core/attacks/control/partial). */
export const PARTIAL_CONTROL = 'control-partial'
/** They always work on that half (core/attacks/syntax); a test keeps this in step with the registry. */
export const PARTIAL_ATTACKS: ReadonlySet<string> = new Set([
  'dead-code',
  'for-while',
  'operand-swap',
  'rename-variable',
])

/** Whether a condition appends the first half of the reference before it changes anything. */
export function isOnPartialCode({ attack, parameters }: PromptCondition): boolean {
  return PARTIAL_ATTACKS.has(attack) || parameters['code'] === 'partial'
}

/**
 * Place of the condition that a condition's drop is counted from: the control with the same half of the reference where
 * the spec has one (with the same noise), else the clean condition. Null for those themselves, and where neither is there.
 */
export function baselineOf(conditions: readonly Condition[], place: number, clean: number | null): number | null {
  const condition = conditions[place]
  if (condition === undefined || place === clean) return null
  const { prompt, weights } = condition
  if (prompt === null || !isOnPartialCode(prompt)) return clean
  const control = conditions.findIndex(
    (other) => other.prompt?.attack === PARTIAL_CONTROL && canonicalJson(other.weights) === canonicalJson(weights),
  )
  return control < 0 ? clean : control
}
