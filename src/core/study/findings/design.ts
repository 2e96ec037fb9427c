import type { Variant } from '../../experiment/spec'
import { attackGroups, schemeName, variantGroups, type ConditionGroup } from '../../figures/groups'
import { cleanCondition } from '../../metrics/summary'
import type { FindingRun } from './verdicts'

/** A model with the place of its original and of each scheme. */
export interface Model {
  /** "S", "M", "L"; the whole id where it does not tell a size. */
  readonly size: string
  readonly original: number
  readonly schemes: ReadonlyMap<string, number>
}

/** How a run of the plan is laid out. */
export interface Design {
  readonly clean: number
  readonly models: readonly Model[]
  /** Schemes that every model has, in the order of the spec. */
  readonly schemes: readonly string[]
  readonly benchmarks: readonly string[]
}

/** Null where the run has no clean condition. */
export function designOf({ run }: FindingRun): Design | null {
  const clean = cleanCondition(run.spec)
  if (clean === null) return null
  const models = variantGroups(run).map(({ original, variants, name }) => ({
    size: name.size === '' ? name.id : name.size,
    original,
    schemes: new Map(variants.map((place) => [schemeName(run, place), place])),
  }))
  const all = [...new Set(models.flatMap(({ schemes }) => [...schemes.keys()]))]
  return {
    clean,
    models,
    schemes: all.filter((scheme) => models.every(({ schemes }) => schemes.has(scheme))),
    benchmarks: run.benchmarks.map(({ id }) => id),
  }
}

/** Attacks of a mode, those that differ in their seeds only together; controls left out. */
export function attacksOf({ run }: FindingRun, mode: 'corrected' | 'published'): ConditionGroup[] {
  return attackGroups(run.conditions).filter(({ condition }) => condition.prompt?.mode === mode)
}

/** Place of the first condition with this attack in this mode; null where the run has none. */
export function conditionWith({ run }: FindingRun, attack: string, mode: 'corrected' | 'published'): number | null {
  const place = run.conditions.findIndex(
    ({ prompt, weights }) => weights === null && prompt?.attack === attack && prompt.mode === mode,
  )
  return place < 0 ? null : place
}

/** Parameters of a model in words: "0.5 million parameters". */
export function parametersText({ run }: FindingRun, { original }: Model): string {
  const variant: (Variant & { readonly parameters: number }) | undefined = run.variants[original]
  const count = variant?.parameters ?? 0
  return `${(count / 1e6).toFixed(1)} million parameters`
}
