import { cellKey } from '../experiment/cells'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { Noise } from '../experiment/spec'
import { drop } from '../metrics/drop'
import { cleanCondition, type Suite } from '../metrics/summary'
import { noiseGroups, schemeName, variantGroups } from './groups'
import type { ModelName } from './model-name'
import { pairedOutcomes } from './outcomes'

/** How much noise on a part of the weights costs: one role or layer (or a set of them) of one variant. */
export interface SensitivityRow {
  readonly by: 'role' | 'layer'
  /** "mlp.up", "3", or several joined by a comma; "role in layer" names both. */
  readonly part: string
  readonly model: ModelName
  readonly variant: number
  readonly scheme: string
  readonly isOriginal: boolean
  readonly noise: Noise['noise']
  readonly target: Noise['target']
  readonly level: number
  readonly relative: boolean
  /** Mean over seeds of clean pass@1 minus pass@1 under the noise. */
  readonly drop: number
  /** Least and largest of the seeds. */
  readonly low: number
  readonly high: number
  readonly seeds: number
  readonly n: number
}

export function sensitivity(run: RunRecord, table: RunTable, suite: Suite, benchmark: string): SensitivityRow[] {
  const clean = cleanCondition(run.spec)
  if (clean === null) return []
  const groups = noiseGroups(run.conditions).flatMap(({ noise, places }) => {
    const { roles, layers } = noise
    if (roles === undefined && layers === undefined) return []
    return [{ noise, places, by: roles === undefined ? ('layer' as const) : ('role' as const), part: partOf(noise) }]
  })
  return variantGroups(run).flatMap(({ original, variants, name }) =>
    [original, ...variants].flatMap((variant) =>
      groups.flatMap(({ noise, places, by, part }): SensitivityRow[] => {
        const cells = [clean, ...places].map((condition) => cellKey(variant, condition, benchmark))
        const [before = [], ...seeds] = pairedOutcomes(table, cells, suite)
        if (before.length === 0) return []
        const drops = seeds.map((after) => drop(before, after))
        return [
          {
            by,
            part,
            model: name,
            variant,
            scheme: schemeName(run, variant),
            isOriginal: variant === original,
            noise: noise.noise,
            target: noise.target,
            level: noise.level,
            relative: noise.relative,
            drop: drops.reduce((sum, one) => sum + one, 0) / drops.length,
            low: Math.min(...drops),
            high: Math.max(...drops),
            seeds: drops.length,
            n: before.length,
          },
        ]
      }),
    ),
  )
}

function partOf({ roles, layers }: Noise): string {
  const role = roles?.join(', ')
  const layer = layers?.join(', ')
  if (role === undefined) return layer ?? ''
  return layer === undefined ? role : `${role} in layer ${layer}`
}
