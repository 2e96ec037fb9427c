const SIZE = 624
const SHIFT = 397
const UPPER_BIT = 0x80000000
const LOWER_BITS = 0x7fffffff
const MATRIX = 0x9908b0df

/**
 * MT19937 (Matsumoto and Nishimura 1998): the raw stream of 32-bit words, seeded by a key of 32-bit words
 * (the reference's init_by_array) or by one word (init_genrand). Period 2^19937 - 1. Not for secrets.
 */
export class MersenneTwister {
  private readonly state = new Uint32Array(SIZE)
  private position = SIZE

  /** @param key at least one word; each is taken modulo 2^32. A single number instead: the reference's init_genrand. */
  constructor(key: readonly number[] | number) {
    if (typeof key === 'number') {
      this.fillFromWord(key)
      return
    }
    const words = key.length === 0 ? [0] : key
    this.fillFromWord(19650218)
    this.mixKey(words)
  }

  /** The next word, an integer in [0, 2^32). */
  next(): number {
    if (this.position >= SIZE) this.refill()
    let word = this.word(this.position)
    this.position += 1
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    word ^= word >>> 18
    return word >>> 0
  }

  private word(index: number): number {
    return this.state[index] ?? 0
  }

  private fillFromWord(seed: number): void {
    const state = this.state
    state[0] = seed
    for (let index = 1; index < SIZE; index += 1) {
      const previous = this.word(index - 1)
      state[index] = Math.imul(1812433253, previous ^ (previous >>> 30)) + index
    }
  }

  private mixKey(key: readonly number[]): void {
    const state = this.state
    let place = 1
    let keyPlace = 0
    const advance = (): void => {
      place += 1
      if (place < SIZE) return
      state[0] = this.word(SIZE - 1)
      place = 1
    }
    for (let round = Math.max(SIZE, key.length); round > 0; round -= 1) {
      const previous = this.word(place - 1)
      const mixed = this.word(place) ^ Math.imul(previous ^ (previous >>> 30), 1664525)
      state[place] = mixed + (key[keyPlace] ?? 0) + keyPlace
      advance()
      keyPlace = (keyPlace + 1) % key.length
    }
    for (let round = SIZE - 1; round > 0; round -= 1) {
      const previous = this.word(place - 1)
      state[place] = (this.word(place) ^ Math.imul(previous ^ (previous >>> 30), 1566083941)) - place
      advance()
    }
    state[0] = UPPER_BIT
  }

  private refill(): void {
    const state = this.state
    for (let index = 0; index < SIZE; index += 1) {
      const joined = (this.word(index) & UPPER_BIT) | (this.word((index + 1) % SIZE) & LOWER_BITS)
      state[index] = this.word((index + SHIFT) % SIZE) ^ (joined >>> 1) ^ ((joined & 1) === 0 ? 0 : MATRIX)
    }
    this.position = 0
  }
}
