import { LabError } from '../errors'
import { MersenneTwister } from './mersenne-twister'

/**
 * NumPy's `numpy.random.seed(seed)` and what follows it, draw for draw (the legacy RandomState): ReCode's swaps depend on
 * it. Source: the documented behaviour of NumPy; golden vectors in fixtures/numpy-random.json
 * (models/fixtures/numpy_random.py).
 */
export class NumpyRandom {
  private readonly twister: MersenneTwister

  /** @param seed an integer in [0, 2^32) */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
      throw new LabError('internal', `NumPy takes no seed ${seed}.`, 'This is a bug in Shakedown. Please report it.')
    }
    this.twister = new MersenneTwister(seed)
  }

  /** A float in [0, 1) with 53 random bits: one element of `rand(n)`. */
  random(): number {
    const high = this.twister.next() >>> 5
    const low = this.twister.next() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  /** Shuffles in place, as `shuffle` does a one-dimensional array. */
  shuffle(items: unknown[]): void {
    for (let index = items.length - 1; index >= 1; index -= 1) {
      const other = this.upTo(index)
      const kept = items[index]
      items[index] = items[other]
      items[other] = kept
    }
  }

  /** An integer in [0, most], 1 <= most < 2^32: the low bits of a word, drawn again while too large. */
  private upTo(most: number): number {
    const unused = Math.clz32(most)
    let value: number
    do value = (this.twister.next() << unused) >>> unused
    while (value > most)
    return value
  }
}
