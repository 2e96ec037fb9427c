import { sha256Hex } from '../hash'
import { gaussianPair, unitInterval } from './gaussian'
import { philox4x32 } from './philox'

export type NoiseKind = 'gaussian' | 'uniform'

/** Different kinds draw from different counters, so that gaussian and uniform noise of one seed are independent. */
const KIND_WORD: Readonly<Record<NoiseKind, number>> = { gaussian: 0, uniform: 1 }

/**
 * Adds seeded noise to a tensor: target[i] += scale * z(seed, key, first + i), in float32.
 * z is a standard normal deviate, or uniform in (-1, 1). `i` counts logical [in, out] elements row by row; `first` lets
 * a part of a tensor be filled alone. Philox key (seed, h0), counter (element / 4, high word, h1, kind), where h0 and h1
 * are the first two words of SHA-256 of the logical key: the same numbers for any layout, order and scheme.
 */
export function addNoise(
  target: Float32Array,
  key: string,
  options: { readonly kind: NoiseKind; readonly seed: number; readonly scale: number; readonly first?: number },
): void {
  const hash = sha256Hex(key)
  const h0 = parseInt(hash.slice(0, 8), 16)
  const h1 = parseInt(hash.slice(8, 16), 16)
  const kindWord = KIND_WORD[options.kind]
  const scale = Math.fround(options.scale)
  const first = options.first ?? 0
  const words = new Uint32Array(4)
  const draws = new Float32Array(4)
  const end = first + target.length
  for (let block = Math.floor(first / 4); block * 4 < end; block++) {
    philox4x32(block >>> 0, Math.floor(block / 2 ** 32), h1, kindWord, options.seed, h0, words)
    if (options.kind === 'gaussian') {
      gaussianPair(words[0] ?? 0, words[1] ?? 0, draws, 0)
      gaussianPair(words[2] ?? 0, words[3] ?? 0, draws, 2)
    } else {
      // 2u - 1 is exact in float32: u has 24 significant bits at most.
      for (let lane = 0; lane < 4; lane++) draws[lane] = 2 * unitInterval(words[lane] ?? 0) - 1
    }
    for (let lane = 0; lane < 4; lane++) {
      const i = block * 4 + lane - first
      if (i < 0 || i >= target.length) continue
      target[i] = Math.fround((target[i] ?? 0) + Math.fround(scale * (draws[lane] ?? 0)))
    }
  }
}

/** Population standard deviation, in double precision. */
export function standardDeviation(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / values.length)
}
