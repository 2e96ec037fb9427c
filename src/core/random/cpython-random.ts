import { LabError } from '../errors'
import { MersenneTwister } from './mersenne-twister'

/**
 * CPython's `random.Random(seed)` for an integer seed, draw for draw: the attacks of the paper's tool depend on it.
 * Source: the documented behaviour of CPython 3.11 and later (`random`, `getrandbits`, `sample` of a sequence);
 * golden vectors made with CPython are in fixtures/cpython-random.json (models/fixtures/cpython_random.py).
 */
export class CPythonRandom {
  private readonly twister: MersenneTwister

  /** @param seed any integer; CPython uses its absolute value, in 32-bit words from the lowest. */
  constructor(seed: number | bigint) {
    this.twister = new MersenneTwister(keyOf(seed))
  }

  /** A float in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.twister.next() >>> 5
    const low = this.twister.next() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  /** A non-negative integer of `count` random bits; `count` is an integer >= 0. */
  getrandbits(count: number): bigint {
    if (!Number.isInteger(count) || count < 0) throw misuse(`getrandbits needs an integer of 0 or more, not ${count}.`)
    let value = 0n
    for (let done = 0; done < count; done += 32) {
      const wanted = Math.min(32, count - done)
      value |= BigInt(this.twister.next() >>> (32 - wanted)) << BigInt(done)
    }
    return value
  }

  /** An integer in [0, limit), `limit` a safe integer >= 1; draws again while the bits are too large, as CPython does. */
  randbelow(limit: number): number {
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw misuse(`randbelow needs an integer of 1 or more, not ${limit}.`)
    const bits = bitLength(limit)
    let value = this.smallBits(bits)
    while (value >= limit) value = this.smallBits(bits)
    return value
  }

  /** One element of a list that is not empty. */
  choice<T>(items: readonly T[]): T {
    if (items.length === 0) throw misuse('choice needs a list that is not empty.')
    return at(items, this.randbelow(items.length))
  }

  /** Shuffles in place. */
  shuffle(items: unknown[]): void {
    for (let index = items.length - 1; index >= 1; index -= 1) {
      const other = this.randbelow(index + 1)
      const kept = items[index]
      items[index] = items[other]
      items[other] = kept
    }
  }

  /** `count` elements without replacement, in the order drawn; 0 <= count <= population.length. */
  sample<T>(population: readonly T[], count: number): T[] {
    const size = population.length
    if (!Number.isInteger(count) || count < 0 || count > size) {
      throw misuse(`sample needs a count between 0 and ${size}, not ${count}.`)
    }
    return size <= poolLimit(count) ? this.sampleFromPool(population, count) : this.sampleBySet(population, count)
  }

  private sampleFromPool<T>(population: readonly T[], count: number): T[] {
    const pool = [...population]
    const chosen: T[] = []
    for (let left = pool.length; chosen.length < count; left -= 1) {
      const index = this.randbelow(left)
      chosen.push(at(pool, index))
      pool[index] = at(pool, left - 1)
    }
    return chosen
  }

  private sampleBySet<T>(population: readonly T[], count: number): T[] {
    const taken = new Set<number>()
    const chosen: T[] = []
    while (chosen.length < count) {
      const index = this.randbelow(population.length)
      if (taken.has(index)) continue
      taken.add(index)
      chosen.push(at(population, index))
    }
    return chosen
  }

  /** Up to 53 bits as a number: the first word drawn is the low one. */
  private smallBits(count: number): number {
    if (count <= 32) return this.twister.next() >>> (32 - count)
    const low = this.twister.next()
    return (this.twister.next() >>> (64 - count)) * 0x100000000 + low
  }
}

/** Populations up to this size are sampled from a copied list; larger ones by a set of the places taken. */
function poolLimit(count: number): number {
  const smallSet = 21
  if (count <= 5) return smallSet
  let table = 1
  while (table < count * 3) table *= 4
  return smallSet + table
}

function keyOf(seed: number | bigint): number[] {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) throw misuse(`A seed is an integer, not ${seed}.`)
  const integer = BigInt(seed)
  let rest = integer < 0n ? -integer : integer
  const words: number[] = []
  do {
    words.push(Number(rest & 0xffffffffn))
    rest >>= 32n
  } while (rest > 0n)
  return words
}

function bitLength(value: number): number {
  return value > 0xffffffff ? 64 - Math.clz32(Math.floor(value / 0x100000000)) : 32 - Math.clz32(value)
}

function at<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) throw misuse(`No element ${index} in a list of ${items.length}.`)
  // Inside the bounds, so the element is a T even where T allows undefined.
  return items[index] as T
}

function misuse(message: string): LabError {
  return new LabError('internal', message, 'This is a bug in Shakedown. Please report it with the message above.')
}
