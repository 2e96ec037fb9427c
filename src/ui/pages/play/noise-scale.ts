/** The noise slider: off, then a logarithmic scale from 1e-4 to 1e-1 that stops exactly at the paper's five levels. */

export const PAPER_LEVELS = [1e-4, 1e-3, 3e-3, 5e-3, 1e-2] as const
const LOWEST = 1e-4
const DECADES = 3
const STEPS_PER_DECADE = 12
export const LAST_STEP = DECADES * STEPS_PER_DECADE + 1

/** Level at a step of the slider; 0 at step 0 (off). Rounded to two digits; the step nearest to a paper level is that level. */
export function levelAtStep(step: number): number {
  if (step <= 0) return 0
  const paper = PAPER_LEVELS.find((level) => stepOfLevel(level) === step)
  return paper ?? Number((LOWEST * 10 ** ((step - 1) / STEPS_PER_DECADE)).toPrecision(2))
}

/** Step nearest to a level. */
export function stepOfLevel(level: number): number {
  if (level <= 0) return 0
  const step = 1 + Math.round(Math.log10(level / LOWEST) * STEPS_PER_DECADE)
  return Math.min(LAST_STEP, Math.max(1, step))
}

export function isPaperLevel(level: number): boolean {
  return PAPER_LEVELS.some((paper) => paper === level)
}

export function levelWords(level: number): string {
  if (level === 0) return 'off'
  return isPaperLevel(level) ? `${level} (paper)` : String(level)
}
