import { cellKey } from '../experiment/cells'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { Noise } from '../experiment/spec'
import { cleanCondition, type Suite } from '../metrics/summary'
import { passEstimate, type PassEstimate } from './estimates'
import { noiseGroups, schemeName, variantGroups, type NoiseGroup } from './groups'
import type { ModelName } from './model-name'
import { pairedOutcomes } from './outcomes'

/** Figure 3 of the paper: pass@1 by level of noise, a panel for each kind of noise, target and model. */
export interface NoisePanel {
  readonly model: ModelName
  readonly noise: string
  readonly target: Noise['target']
  readonly relative: boolean
  readonly lines: readonly NoiseLine[]
}

export interface NoiseLine {
  /** Place of the variant. */
  readonly variant: number
  readonly scheme: string
  readonly isOriginal: boolean
  /** Upwards; level 0 is clean. */
  readonly points: readonly NoisePoint[]
}

export interface NoisePoint extends PassEstimate {
  readonly level: number
  /** Places of the conditions behind it. */
  readonly conditions: readonly number[]
}

/** Every kind of noise with the levels that it was run at. */
export interface NoiseFacet {
  readonly noise: string
  readonly target: Noise['target']
  readonly relative: boolean
  /** Upwards. */
  readonly levels: readonly { readonly level: number; readonly conditions: readonly number[] }[]
}

/** Kinds of noise on all weights (of a target); noise on roles or layers is another figure (./sensitivity.ts). */
export function noiseFacets(run: Pick<RunRecord, 'conditions'>): NoiseFacet[] {
  const facets = new Map<string, NoiseGroup[]>()
  for (const group of noiseGroups(run.conditions)) {
    const { noise, target, relative, roles, layers } = group.noise
    if (roles !== undefined || layers !== undefined) continue
    const key = `${noise} ${target} ${relative}`
    facets.set(key, [...(facets.get(key) ?? []), group])
  }
  return [...facets.values()].flatMap((groups) => {
    const [first] = groups
    if (first === undefined) return []
    const { noise, target, relative } = first.noise
    const levels = groups
      .map(({ noise: { level }, places }) => ({ level, conditions: places }))
      .sort((one, other) => one.level - other.level)
    return [{ noise, target, relative, levels }]
  })
}

export function noiseCurves(run: RunRecord, table: RunTable, suite: Suite, benchmark: string): NoisePanel[] {
  const clean = cleanCondition(run.spec)
  return noiseFacets(run).flatMap(({ levels, ...facet }) =>
    variantGroups(run).flatMap(({ original, variants, name }) => {
      const steps = [...(clean === null ? [] : [{ level: 0, conditions: [clean] }]), ...levels]
      const lines = [original, ...variants].flatMap((variant): NoiseLine[] => {
        const points = steps.flatMap(({ level, conditions }): NoisePoint[] => {
          const cells = conditions.map((condition) => cellKey(variant, condition, benchmark))
          const estimate = passEstimate(pairedOutcomes(table, cells, suite), 'crossed')
          return estimate === null ? [] : [{ ...estimate, level, conditions }]
        })
        if (points.length === 0) return []
        return [{ variant, scheme: schemeName(run, variant), isOriginal: variant === original, points }]
      })
      return lines.length === 0 ? [] : [{ model: name, ...facet, lines }]
    }),
  )
}
