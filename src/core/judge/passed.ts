import type { Verdict } from './verdict'

/**
 * The statuses of a verdict are those of each suite by itself. A problem counts as passed on `plus` only if it passes
 * base and plus, as in EvalPlus: use this, never `plusStatus` alone, to count.
 */
export function passed(verdict: Pick<Verdict, 'baseStatus' | 'plusStatus'>, suite: 'base' | 'plus'): boolean {
  const passesBase = verdict.baseStatus === 'pass'
  return suite === 'base' ? passesBase : passesBase && verdict.plusStatus === 'pass'
}
