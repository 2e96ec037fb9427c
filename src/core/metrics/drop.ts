import { flips } from './flips'
import { pairedCount, passes, type Outcomes } from './paired'

/**
 * Drop: pass@1 clean minus perturbed, within a variant, as a fraction (0.1 is ten points). From the counts, so that
 * equal arms give exactly 0.
 */
export function drop(clean: Outcomes, perturbed: Outcomes): number {
  const { lost, gained } = flips(clean, perturbed)
  return (lost - gained) / clean.length
}

/** Equation 1 of the paper, %drop as a fraction: (clean - perturbed) / clean. Null where nothing passed clean. */
export function relativeDrop(clean: Outcomes, perturbed: Outcomes): number | null {
  const passed = passes(clean)
  pairedCount(clean, perturbed)
  return passed === 0 ? null : (passed - passes(perturbed)) / passed
}

/** Loss: pass@1 of the original minus that of the variant, under one condition, as a fraction. */
export function loss(original: Outcomes, variant: Outcomes): number {
  return drop(original, variant)
}
