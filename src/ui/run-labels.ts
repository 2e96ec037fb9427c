import { conditionLabel, modelLabel, schemeLabel, variantLabel } from '../core/experiment/labels'
import type { RunRecord } from '../core/experiment/record'
import { cleanCondition } from '../core/metrics/summary'

/** Place of the clean condition; the first condition where a run has none. */
export function usualCondition(run: Pick<RunRecord, 'conditions'>): number {
  return cleanCondition(run) ?? 0
}

/** Conditions other than clean. */
export function perturbedConditions(run: Pick<RunRecord, 'conditions'>): { index: number; label: string }[] {
  const clean = usualCondition(run)
  return run.conditions
    .map((condition, index) => ({ index, label: conditionLabel(condition) }))
    .filter(({ index }) => index !== clean)
}

/** The scheme alone where the whole run is of one model. */
export function shortVariantLabel({ variants }: Pick<RunRecord, 'variants'>, index: number): string {
  const variant = variants[index]
  if (variant === undefined) return ''
  const oneModel = new Set(variants.map(modelLabel)).size === 1
  return oneModel ? schemeLabel(variant) : variantLabel(variant)
}
