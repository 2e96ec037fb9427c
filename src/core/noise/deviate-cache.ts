import { drawDeviates, type NoiseKind } from './stream'

/** At most this many deviates are kept, 64 MB. */
const LARGEST = 2 ** 24

/**
 * Deviates of the last seed: levels of one seed differ only by a factor, so that a moving slider draws nothing anew.
 */
export class DeviateCache {
  private stream = ''
  private kept = 0
  private readonly byKey = new Map<string, Float32Array>()

  /** Deviates of a tensor of `count` elements; not to be written to. */
  of(key: string, kind: NoiseKind, seed: number, count: number): Float32Array {
    const stream = `${kind} ${seed}`
    if (stream !== this.stream) {
      this.byKey.clear()
      this.kept = 0
      this.stream = stream
    }
    const known = this.byKey.get(key)
    if (known !== undefined && known.length === count) return known
    const drawn = drawDeviates(key, { kind, seed, count })
    if (known === undefined && this.kept + count <= LARGEST) {
      this.byKey.set(key, drawn)
      this.kept += count
    }
    return drawn
  }
}
