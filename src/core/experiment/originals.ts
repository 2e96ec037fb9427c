import type { Variant } from './spec'

/**
 * Place of the variant that another is paired with: itself where it is an original (the first variant, and every one
 * marked so), else the last original before it. So one spec holds a family: each model's own master first, then its
 * schemes.
 */
export function originalOf(variants: readonly Pick<Variant, 'original'>[], place: number): number {
  for (let at = place; at > 0; at -= 1) if (variants[at]?.original === true) return at
  return 0
}

export function isOriginal(variants: readonly Pick<Variant, 'original'>[], place: number): boolean {
  return originalOf(variants, place) === place
}
