import type { FourArms } from '../../src/core/metrics/intervals.ts'
import { Xoshiro128 } from '../../src/core/random/xoshiro.ts'

/** Problems that a condition flips, in expectation. */
export interface FlipCounts {
  readonly lost: number
  readonly gained: number
}

/** A population of problems that studies draw from. */
export interface World {
  readonly place: string
  readonly total: number
  readonly original: FlipCounts
  readonly variant: FlipCounts
}

/** Share of problems that the original passes clean; quantizing loses some of them and gains others. */
export const CLEAN = 0.55
const QUANTIZED_LOSES = 0.03 / CLEAN
const QUANTIZED_GAINS = 0.02 / (1 - CLEAN)
export const VARIANT_CLEAN = CLEAN * (1 - QUANTIZED_LOSES) + (1 - CLEAN) * QUANTIZED_GAINS
/** How often a variant's fate under the condition hangs on the same chance as the original's. */
export const SHARED = 0.5

/** The notes' flips (0, fact 7) for the original and somewhat fewer for the variant; a strong condition; nothing at all. */
export const WORLDS: readonly World[] = [
  { place: 'weak', total: 378, original: { lost: 20, gained: 8 }, variant: { lost: 15, gained: 8 } },
  { place: 'weak', total: 164, original: { lost: 10, gained: 5 }, variant: { lost: 8, gained: 5 } },
  { place: 'strong', total: 378, original: { lost: 90, gained: 10 }, variant: { lost: 60, gained: 10 } },
  { place: 'strong', total: 164, original: { lost: 40, gained: 5 }, variant: { lost: 25, gained: 5 } },
]

/** Chances from the lab's own generator, apart from the seeds of the bootstrap (which count from a million). */
export function chances(seed: number): () => number {
  const generator = new Xoshiro128(seed)
  return () => generator.next() / 0x100000000
}

/** Chance of a flip, of the problems that pass clean and of those that do not. */
export function rates({ lost, gained }: FlipCounts, total: number, clean: number) {
  return { lose: lost / total / clean, gain: gained / total / (1 - clean) }
}

export function truths({ total, original, variant }: World) {
  const originalDrop = (original.lost - original.gained) / total
  const variantDrop = (variant.lost - variant.gained) / total
  return {
    drop: originalDrop,
    difference: originalDrop - variantDrop,
    relativeDrop: originalDrop / CLEAN,
    score: originalDrop / (variantDrop + 1e-6),
  }
}

/** One problem's clean outcomes of both variants. */
export function cleanPair(chance: () => number): readonly [boolean, boolean] {
  const original = chance() < CLEAN
  return [original, original ? chance() >= QUANTIZED_LOSES : chance() < QUANTIZED_GAINS]
}

export function drawStudy({ total, original, variant }: World, chance: () => number): FourArms {
  const [ofOriginal, ofVariant] = [rates(original, total, CLEAN), rates(variant, total, VARIANT_CLEAN)]
  const rows = Array.from({ length: total }, () => {
    const [originalClean, variantClean] = cleanPair(chance)
    const first = chance()
    const second = chance() < SHARED ? first : chance()
    return {
      originalClean,
      variantClean,
      originalPerturbed: originalClean ? first >= ofOriginal.lose : first < ofOriginal.gain,
      variantPerturbed: variantClean ? second >= ofVariant.lose : second < ofVariant.gain,
    }
  })
  return {
    originalClean: rows.map((row) => row.originalClean),
    originalPerturbed: rows.map((row) => row.originalPerturbed),
    variantClean: rows.map((row) => row.variantClean),
    variantPerturbed: rows.map((row) => row.variantPerturbed),
  }
}
