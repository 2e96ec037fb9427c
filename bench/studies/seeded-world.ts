import type { SeededArms } from '../../src/core/metrics/seeded-intervals.ts'
import { CLEAN, cleanPair, rates, SHARED, VARIANT_CLEAN, type World } from './world.ts'

export const SEEDS = 5

/**
 * What a seed does: `own`, each problem gets draws of its own (an attack); `common`, one draw makes the condition weaker
 * or stronger for all problems (noise on weights).
 */
export type SeedKind = 'own' | 'common'

/** Problems differ: one in four is lost more often than the others; the mean is 1. A chance must not pass 1. */
const FRAGILE_SHARE = 0.25
const FRAGILITY = { weak: { often: 3.4, seldom: 0.2 }, strong: { often: 1.3, seldom: 0.9 } } as const
/** Strengths of a common seed, equally likely; the mean is 1. */
const STRENGTHS = [0.5, 1, 1.5] as const

/** The world of `drawStudy` with the same true drops, under five seeds that both variants share. */
export function drawSeededStudy(
  { place, total, original, variant }: World,
  kind: SeedKind,
  chance: () => number,
): SeededArms {
  const [ofOriginal, ofVariant] = [rates(original, total, CLEAN), rates(variant, total, VARIANT_CLEAN)]
  const clean = Array.from({ length: total }, () => cleanPair(chance))
  const { often, seldom } = FRAGILITY[place === 'strong' ? 'strong' : 'weak']
  const fragility = clean.map(() => (chance() < FRAGILE_SHARE ? often : seldom))
  const originalPerturbed: boolean[][] = []
  const variantPerturbed: boolean[][] = []
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const strength = kind === 'own' ? 1 : (STRENGTHS[Math.floor(3 * chance())] ?? 1)
    const ofSeed = clean.map(([originalClean, variantClean], problem) => {
      const factor = strength * (fragility[problem] ?? 1)
      const first = chance()
      const second = chance() < SHARED ? first : chance()
      return [
        originalClean ? first >= factor * ofOriginal.lose : first < ofOriginal.gain,
        variantClean ? second >= factor * ofVariant.lose : second < ofVariant.gain,
      ] as const
    })
    originalPerturbed.push(ofSeed.map(([one]) => one))
    variantPerturbed.push(ofSeed.map(([, other]) => other))
  }
  return {
    originalClean: [clean.map(([one]) => one)],
    originalPerturbed,
    variantClean: [clean.map(([, other]) => other)],
    variantPerturbed,
  }
}
