/** Pieces that presets are put together from; as a person would write them in a spec. */

/** Smallest first, the embedded family. */
export const EMBEDDED = ['starter-coder-s', 'starter-coder-m', 'starter-coder-l'] as const

export type Written = Readonly<Record<string, unknown>>

/** Each model's own master, and its schemes behind it. */
export function family(models: readonly string[], schemes: readonly string[], original = 'fp32'): Written[] {
  return models.flatMap((model) => [
    { model, scheme: original, original: true },
    ...schemes.map((scheme) => ({ model, scheme })),
  ])
}

export function attack(name: string, mode: 'published' | 'corrected', more: Written = {}): Written {
  return { prompt: { attack: name, mode, ...more } }
}

export function noise(kind: string, level: number, target: string, more: Written = {}): Written {
  return { weights: { noise: kind, level, target, ...more } }
}

/** The paper's five levels (section IV.E). */
export const PAPER_LEVELS = [1e-4, 1e-3, 3e-3, 5e-3, 1e-2] as const

/** The paper says one seed for all and not which; the tool's own examples use this one. */
export const PAPER_SEED = 42

export const BOTH_FORMS: readonly Written[] = [{ id: 'starter-mbpp' }, { id: 'starter-humaneval' }]
