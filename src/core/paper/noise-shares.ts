import type { Family } from './table-one'

/** Percentages of a model's parameters that noise reaches in the paper's quantized runs; in its original runs it is 100. */
export interface NoiseShare {
  readonly family: Family
  readonly size: string
  readonly percentage: number
}

/**
 * Embeddings, norms and an untied output layer, counted from the public configurations. The published tool skips every
 * parameter that needs no gradient, and bitsandbytes' quantized matrices need none.
 */
export const NOISE_SHARES: readonly NoiseShare[] = [
  { family: 'LLaMA', size: '1B', percentage: 21.3 },
  { family: 'LLaMA', size: '3B', percentage: 12.3 },
  { family: 'LLaMA', size: '8B', percentage: 13.1 },
  { family: 'DeepSeek', size: '1.3B', percentage: 9.8 },
  { family: 'DeepSeek', size: '6.7B', percentage: 3.9 },
  { family: 'DeepSeek', size: '33B', percentage: 1.4 },
  { family: 'CodeGen', size: '350M', percentage: 29.5 },
  { family: 'CodeGen', size: '2B', percentage: 9.4 },
  { family: 'CodeGen', size: '6B', percentage: 5.9 },
  { family: 'StarCoder', size: '3B', percentage: 5.0 },
  { family: 'StarCoder', size: '7B', percentage: 3.2 },
  { family: 'StarCoder', size: '15B', percentage: 3.8 },
]
