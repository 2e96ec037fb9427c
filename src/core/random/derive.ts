import { sha256Hex } from '../hash'

/**
 * A seed for one purpose within a run: the first 32 bits of SHA-256 over the parts as JSON. Each problem gets its own
 * stream, whatever the order or the subset of the problems.
 * @returns an integer in [0, 2^32)
 */
export function deriveSeed(seed: number, ...parts: readonly (string | number)[]): number {
  return Number.parseInt(sha256Hex(JSON.stringify([seed, ...parts])).slice(0, 8), 16)
}
