/**
 * xoshiro128** (Blackman and Vigna 2018), the state filled by splitmix32 from one 32-bit seed: the fast generator of
 * the lab's own resampling. Same seed, same numbers, on every machine (integer arithmetic only).
 */
export class Xoshiro128 {
  private a: number
  private b: number
  private c: number
  private d: number

  /** @param seed an integer, taken modulo 2^32 */
  constructor(seed: number) {
    const fill = splitmix32(seed)
    this.a = fill()
    this.b = fill()
    this.c = fill()
    this.d = fill()
  }

  /** The next word, an integer in [0, 2^32). */
  next(): number {
    const scrambled = Math.imul(this.b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9)
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = (this.d << 11) | (this.d >>> 21)
    return result >>> 0
  }

  /** An integer in [0, limit); limit an integer in [1, 2^21]. Uneven by less than limit / 2^32. */
  below(limit: number): number {
    return Math.floor((this.next() * limit) / 0x100000000)
  }
}

function splitmix32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let word = state ^ (state >>> 16)
    word = Math.imul(word, 0x21f0aaad)
    word ^= word >>> 15
    word = Math.imul(word, 0x735a2d97)
    return (word ^ (word >>> 15)) >>> 0
  }
}
