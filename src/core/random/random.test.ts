import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CPythonRandom } from './cpython-random'
import { deriveSeed } from './derive'
import golden from './fixtures/cpython-random.json'
import numpy from './fixtures/numpy-random.json'
import { NumpyRandom } from './numpy-random'
import { Xoshiro128 } from './xoshiro'

/** Python's float.hex() of a value in [0, 1). */
function fromHex(text: string): number {
  const match = /^0x([01])\.([0-9a-f]{13})p([+-]\d+)$/.exec(text)
  if (match === null) return Number.parseFloat(text)
  const [, whole = '0', fraction = '0', exponent = '0'] = match
  return (Number(whole) + Number.parseInt(fraction, 16) / 2 ** 52) * 2 ** Number(exponent)
}

describe.each(golden.cpython)('CPython random.Random($seed)', (vector) => {
  const fresh = () => new CPythonRandom(BigInt(vector.seed))

  it('gives the same floats', () => {
    const generator = fresh()
    expect(vector.random.map(() => generator.random())).toEqual(vector.random.map(fromHex))
    const long = fresh()
    for (let draw = 0; draw < 2000; draw += 1) long.random()
    expect(long.random()).toBe(fromHex(vector.random_2001))
  })

  it('gives the same bits and bounded integers', () => {
    const bits = fresh()
    for (const [count, value] of vector.getrandbits) expect(bits.getrandbits(Number(count))).toBe(BigInt(value ?? ''))
    const below = fresh()
    for (const [limit, value] of vector.randbelow) expect(below.randbelow(limit ?? 0)).toBe(value)
  })

  it('shuffles, chooses and samples alike', () => {
    const items = Array.from({ length: 50 }, (_, index) => index)
    fresh().shuffle(items)
    expect(items).toEqual(vector.shuffle)
    const chooser = fresh()
    const letters = [...'abcdefghijklmnopqrstuvwxyz']
    expect(Array.from(vector.choice, () => chooser.choice(letters)).join('')).toBe(vector.choice)
    for (const [size, count, chosen] of vector.sample) {
      const population = Array.from({ length: Number(size) }, (_, index) => index)
      expect(fresh().sample(population, Number(count))).toEqual(chosen)
    }
  })
})

describe('misuse', () => {
  it.each([
    ['a fraction as seed', () => new CPythonRandom(0.5)],
    ['nothing to choose from', () => new CPythonRandom(0).choice([])],
    ['too large a sample', () => new CPythonRandom(0).sample([1], 2)],
    ['no integer below 0', () => new CPythonRandom(0).randbelow(0)],
    ['negative bits', () => new CPythonRandom(0).getrandbits(-1)],
  ])('%s is an error', (_name, call) => {
    expect(call).toThrow(expect.objectContaining({ name: 'LabError', code: 'internal' }))
  })
})

describe('xoshiro128**', () => {
  it.each(golden.xoshiro)('agrees with its definition for seed $seed', ({ seed, words }) => {
    const generator = new Xoshiro128(seed)
    expect(words.map(() => generator.next())).toEqual(words)
  })

  it('stays below the limit', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 21 }), (seed, limit) => {
        const value = new Xoshiro128(seed).below(limit)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThan(limit)
      }),
    )
  })
})

describe('derived seeds', () => {
  it('are fixed, 32 bits wide, and differ by every part', () => {
    expect(deriveSeed(0, 'char', 'Starter/0')).toBe(deriveSeed(0, 'char', 'Starter/0'))
    const seeds = [deriveSeed(0, 'char', 'Starter/0'), deriveSeed(1, 'char', 'Starter/0')]
    seeds.push(deriveSeed(0, 'word', 'Starter/0'), deriveSeed(0, 'char', 'Starter/1'), deriveSeed(0, 'char,Starter/0'))
    expect(new Set(seeds).size).toBe(5)
    for (const seed of seeds) expect(seed).toBe(seed >>> 0)
  })
})

describe.each(numpy)('NumPy seeded with $seed', (vector) => {
  it('gives the same floats and the same order', () => {
    const generator = new NumpyRandom(vector.seed)
    expect(vector.random.map(() => generator.random())).toEqual(vector.random.map(fromHex))
    const items = Array.from({ length: 50 }, (_, index) => index)
    generator.shuffle(items)
    expect(items).toEqual(vector.shuffle)
    expect(generator.random()).toBe(fromHex(vector.after))
  })
})
