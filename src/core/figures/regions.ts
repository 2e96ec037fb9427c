import { cellKey } from '../experiment/cells'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import { noiseRegions, type Crossing } from '../metrics/noise-regions'
import { seededDrop } from '../metrics/seeded-intervals'
import { cleanCondition, type Suite } from '../metrics/summary'
import type { Interval } from '../metrics/wilson'
import { schemeName, variantGroups } from './groups'
import type { ModelName } from './model-name'
import { noiseFacets, type NoiseFacet } from './noise-curves'
import { pairedOutcomes } from './outcomes'

/** The paper's three regions of noise for one variant: alike, apart, and the original collapsed. */
export interface RegionRow extends Omit<NoiseFacet, 'levels'> {
  readonly model: ModelName
  readonly variant: number
  readonly scheme: string
  /** Least and largest level that was run. */
  readonly from: number
  readonly to: number
  /** First level at which the two differ; null where they never do. */
  readonly differFrom: ({ readonly level: number } & Interval) | null
  /** Where pass@1 has halved; null where it never does. */
  readonly originalHalved: Crossing | null
  readonly variantHalved: Crossing | null
}

/** As the paper tells them (section V-C): alike below 1e-3, quantized ahead up to 5e-3, the original collapsed above. */
export const PAPER_REGIONS = { differFrom: 1e-3, collapseFrom: 5e-3 } as const

/**
 * Regions of every variant under every kind of noise. Seeds of one level are taken together: for the difference by the
 * bootstrap over problems and seeds, for the half by their mean.
 */
export function regionRows(run: RunRecord, table: RunTable, suite: Suite, benchmark: string): RegionRow[] {
  const clean = cleanCondition(run.spec)
  if (clean === null) return []
  return noiseFacets(run).flatMap(({ levels, ...facet }) =>
    variantGroups(run).flatMap(({ original, variants, name }) =>
      variants.flatMap((variant): RegionRow[] => {
        const steps = [{ level: 0, conditions: [clean] }, ...levels].filter(
          ({ level }, place) => place === 0 || level > 0,
        )
        const arms = steps.map(({ level, conditions }) => {
          const cells = [original, variant].flatMap((arm) => conditions.map((one) => cellKey(arm, one, benchmark)))
          const outcomes = pairedOutcomes(table, cells, suite)
          return { level, original: outcomes.slice(0, conditions.length), variant: outcomes.slice(conditions.length) }
        })
        if (arms.length < 2 || arms.some((arm) => (arm.original[0]?.length ?? 0) === 0)) return []
        const halves = noiseRegions({
          levels: arms.map(({ level }) => level),
          // Seeds have the same number of problems, so their mean halves where their sum does; as many cleans as seeds.
          original: arms.map((arm) => sameLength(arm.original, levels)),
          variant: arms.map((arm) => sameLength(arm.variant, levels)),
        })
        return [
          {
            ...facet,
            model: name,
            variant,
            scheme: schemeName(run, variant),
            from: steps[1]?.level ?? 0,
            to: steps.at(-1)?.level ?? 0,
            differFrom: firstDifference(arms),
            originalHalved: halves.originalHalved,
            variantHalved: halves.variantHalved,
          },
        ]
      }),
    ),
  )
}

/** Each level is a look of its own; the borders lie between levels anyway. */
const RESAMPLES = 1000

interface Arms {
  readonly level: number
  readonly original: readonly (readonly boolean[])[]
  readonly variant: readonly (readonly boolean[])[]
}

function firstDifference(arms: readonly Arms[]): RegionRow['differFrom'] {
  for (const { level, original, variant } of arms) {
    const { low, high } = seededDrop(original, variant, { seeds: 'crossed', resamples: RESAMPLES })
    if (low > 0 || high < 0) return { level, low, high }
  }
  return null
}

/** Levels may have different numbers of seeds: each is repeated to the least number that all divide. */
function sameLength(seeds: readonly (readonly boolean[])[], levels: NoiseFacet['levels']): boolean[] {
  const most = levels.reduce((whole, { conditions }) => commonMultiple(whole, conditions.length), 1)
  return Array.from({ length: most / seeds.length }, () => seeds).flat(2)
}

function commonMultiple(one: number, other: number): number {
  let [large, small] = [one, other]
  while (small > 0) [large, small] = [small, large % small]
  return (one * other) / large
}
