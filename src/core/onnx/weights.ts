/** What a weight is for. Noise and tables speak of roles. */
export const WEIGHT_ROLES = ['embedding', 'q', 'k', 'v', 'o', 'gate', 'up', 'down', 'norm', 'head', 'bias'] as const
export type WeightRole = (typeof WEIGHT_ROLES)[number]

/** A row of the weight table: one logical tensor of a model, whatever its storage. */
export interface Weight {
  /**
   * `layer.role.part`, e.g. `3.q.weight`, `3.norm.attention`, `3.norm.feed-forward`, `3.q.bias`; layer is `model` for
   * `model.embedding.weight`, `model.norm.weight`, `model.head.weight`. Noise is keyed by it.
   */
  readonly key: string
  readonly layer: number | null
  readonly role: WeightRole
  /** Logical [in, out]; a vector of n is [1, n]; an embedding is [vocabulary, width]. */
  readonly shape: readonly [number, number]
  /** Dimensions of the stored tensor, whose element order is the logical one. */
  readonly dims: readonly number[]
  readonly dtype: 'fp16' | 'fp32' | 'bf16'
  /** Name of the initialiser it comes from. */
  readonly initialiser: string
  /** Key of the weight that a tied head shares its numbers with (transposed). */
  readonly tiedTo: string | null
}

/** Number of stored weights; a tied head is not counted again. */
export function parameterCount(weights: readonly Weight[]): number {
  return weights.reduce((sum, weight) => sum + (weight.tiedTo === null ? weight.shape[0] * weight.shape[1] : 0), 0)
}

/** Roles whose matrices a scheme may quantize. */
export function isMatrixRole(role: WeightRole): boolean {
  switch (role) {
    case 'q':
    case 'k':
    case 'v':
    case 'o':
    case 'gate':
    case 'up':
    case 'down':
    case 'head':
      return true
    case 'embedding':
    case 'norm':
    case 'bias':
      return false
  }
}
