import { canonicalJson, contentId } from '../hash'
import type { Noise, Spec } from './spec'

/** Raised whenever the same inputs would give another sample than before (another prompt rule, extraction, verdict). */
export const SAMPLE_FORMAT = 1

/** All that determines a sample. Where it runs, in which run and in which cell is no part of it. */
export interface SampleContent {
  /** SHA-256 of the model's files, by path. */
  readonly files: Readonly<Record<string, string>>
  /** Normalised: two spellings of one scheme are one. */
  readonly scheme: string
  readonly noise: Noise | null
  /** Hash of the prompt as sent. */
  readonly prompt: string
  readonly maxTokens: number
  readonly strategy: Spec['decoding']['strategy']
  readonly stops: readonly string[]
  readonly extraction: Spec['extraction']
  readonly seed: number
  /** MD5 of the benchmark's content. */
  readonly benchmark: string
  readonly task: string
  /** Of the strategy `sample`; `seed` is then the stream of (problem, sample). */
  readonly sampling?: { readonly temperature: number | undefined; readonly topP: number | undefined }
  readonly index?: number
  /** Set for an identical re-run: which one, and how many rows ran together (0: as the device does best). */
  readonly again?: { readonly seed: number; readonly rows: number }
  /** Set where the prompt went through the model's chat template, which `prompt` does not show. */
  readonly style?: 'chat'
}

/** Name of a sample: equal work has an equal id in any run. */
export function sampleId(content: SampleContent): string {
  return contentId({ format: SAMPLE_FORMAT, ...content, noise: normalisedNoise(content.noise) })
}

/**
 * Roles and layers are sets. Noise of level zero is kept apart from no noise: with target `every-weight` it still means
 * floating-point arithmetic on dequantized weights, which is a control of its own.
 */
export function normalisedNoise(noise: Noise | null): Noise | null {
  if (noise === null) return null
  const { roles, layers, ...rest } = noise
  return {
    ...rest,
    ...(roles !== undefined && { roles: [...new Set(roles)].sort() }),
    ...(layers !== undefined && { layers: [...new Set(layers)].sort((a, b) => a - b) }),
  }
}

/** Conditions of equal weights have an equal key. */
export function noiseKey(noise: Noise | null): string {
  return canonicalJson(normalisedNoise(noise))
}
