import { SCHEMES } from '../core/quant/schemes'

/** What the site ships, as its pages offer it. */

export interface ShippedModel {
  readonly id: string
  readonly name: string
}

export const LARGEST_MODEL = 'starter-coder-l'

export const MODELS: readonly ShippedModel[] = [
  { id: 'starter-coder-s', name: 'small' },
  { id: 'starter-coder-m', name: 'medium' },
  { id: LARGEST_MODEL, name: 'large' },
]

export const FIRST_BENCHMARK = 'starter-mbpp'

/** Schemes that a person can put beside the original. Options (block size and so on) are for specs. */
export const COMPARED_SCHEMES: readonly string[] = SCHEMES.map(({ name }) => name).filter(
  (name) => name !== 'fp32' && name !== 'as-shipped',
)

export const RECORDED_RUN = 'recorded/quick-check'
