import { modelLabel, schemeLabel, seedsLabel } from '../experiment/labels'
import { originalOf } from '../experiment/originals'
import type { RunRecord } from '../experiment/record'
import type { Condition, Noise } from '../experiment/spec'
import { canonicalJson } from '../hash'
import { cleanCondition } from '../metrics/summary'
import { modelName, type ModelName } from './model-name'

/** Conditions that differ in their seeds only, or one alone. */
export interface ConditionGroup {
  /** Places in the spec. */
  readonly places: readonly number[]
  /** The first of them. */
  readonly condition: Condition
  readonly label: string
}

/** All conditions but the clean one, those that differ in nothing but seeds together; in the order of the spec. */
export function conditionGroups(conditions: readonly Condition[]): ConditionGroup[] {
  const clean = cleanCondition({ conditions: [...conditions] })
  const groups = new Map<string, number[]>()
  conditions.forEach(({ prompt, weights }, place) => {
    if (place === clean) return
    const key = canonicalJson([prompt && { ...prompt, seed: 0 }, weights && { ...weights, seed: 0 }])
    groups.set(key, [...(groups.get(key) ?? []), place])
  })
  return [...groups.values()].flatMap((places) => {
    const members = places.flatMap((place) => conditions[place] ?? [])
    const [condition] = members
    return condition === undefined ? [] : [{ places, condition, label: seedsLabel(members) }]
  })
}

/** Attacks on prompts alone; controls, which should change nothing, only where they are asked for. */
export function attackGroups(conditions: readonly Condition[], controls = false): ConditionGroup[] {
  return conditionGroups(conditions).filter(
    ({ condition: { prompt, weights } }) =>
      prompt !== null && weights === null && (controls || !prompt.attack.startsWith('control-')),
  )
}

/** A group of conditions of noise on the weights alone. */
export interface NoiseGroup extends ConditionGroup {
  readonly noise: Noise
}

export function noiseGroups(conditions: readonly Condition[]): NoiseGroup[] {
  return conditionGroups(conditions).flatMap((group) => {
    const { prompt, weights } = group.condition
    return prompt === null && weights !== null ? [{ ...group, noise: weights }] : []
  })
}

/** An original with the variants that are paired with it. */
export interface VariantGroup {
  /** Place of the original. */
  readonly original: number
  /** Places of its variants, the original itself left out. */
  readonly variants: readonly number[]
  readonly name: ModelName
  /** The original's scheme, e.g. "fp32". */
  readonly scheme: string
}

export function variantGroups({ variants }: Pick<RunRecord, 'variants'>): VariantGroup[] {
  const groups = new Map<number, number[]>()
  variants.forEach((_, place) => {
    const original = originalOf(variants, place)
    groups.set(original, [...(groups.get(original) ?? []), ...(original === place ? [] : [place])])
  })
  return [...groups].flatMap(([original, members]) => {
    const variant = variants[original]
    if (variant === undefined) return []
    const isModel = 'model' in variant
    return [
      {
        original,
        variants: members,
        name: modelName(modelLabel(variant)),
        scheme: isModel ? schemeLabel(variant) : 'original',
      },
    ]
  })
}

/** What a line, row or bar of a variant is called beside its original: the scheme; of imported samples what their name adds. */
export function schemeName({ variants }: Pick<RunRecord, 'variants'>, place: number): string {
  const variant = variants[place]
  if (variant === undefined) return ''
  if ('model' in variant) return schemeLabel(variant)
  const original = variants[originalOf(variants, place)]
  if (original === variant) return 'original'
  const name = original === undefined ? '' : modelLabel(original)
  return variant.name.startsWith(name) ? variant.name.slice(name.length).trim() || variant.name : variant.name
}

/** Schemes of all variants that are no originals, each once, in the order of the spec. */
export function quantizedSchemes(run: Pick<RunRecord, 'variants'>): string[] {
  return [...new Set(variantGroups(run).flatMap(({ variants }) => variants.map((place) => schemeName(run, place))))]
}
