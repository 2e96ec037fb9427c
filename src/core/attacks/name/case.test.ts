import fc from 'fast-check'
import { expect, it } from 'vitest'
import { attacked, humanEvalInput } from '../code/testing'

const NAME = 'countTheOdd_squares'
const INPUT = humanEvalInput(`def ${NAME}(a):\n    """ Do it. """\n`, '    return a\n', NAME)

function renamedBy(parameters: Record<string, number>, seed: number): string {
  return attacked('rename-case', INPUT, parameters, seed).program?.entryPoint ?? NAME
}

it('changes the case of letters, as many as wanted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10000 }), fc.integer({ min: 1, max: 4 }), (seed, count) => {
      const renamed = renamedBy({ share: 1, max: count }, seed)
      expect(renamed.toLowerCase()).toBe(NAME.toLowerCase())
      expect([...renamed].filter((letter, at) => letter !== NAME[at])).toHaveLength(count)
      expect(renamedBy({ share: 1, max: count }, seed)).toBe(renamed)
    }),
  )
})

it('by the share of ReCode changes few, and differs by seed', () => {
  const names = Array.from({ length: 20 }, (_, seed) => renamedBy({}, seed))
  expect(new Set(names).size).toBeGreaterThan(5)
  expect(names).not.toContain(NAME)
  expect(renamedBy({ share: 0 }, 1)).toBe(NAME)
  expect(renamedBy({ max: 0 }, 1)).toBe(NAME)
})

it('nests: fewer changes are among more', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const places = (max: number) => {
      const renamed = renamedBy({ share: 1, max }, seed)
      return [...NAME].flatMap((letter, at) => (letter === renamed[at] ? [] : [at]))
    }
    expect(places(5)).toEqual(expect.arrayContaining(places(1)))
  }
})

it('never gives a name that Python has', () => {
  const input = humanEvalInput('def inr(a):\n    """ inr(a) """\n', '    return a\n', 'inr')
  for (let seed = 0; seed < 200; seed += 1) {
    const name = attacked('rename-case', input, { share: 1, max: 1 }, seed).program?.entryPoint ?? ''
    expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/)
    expect(['int', 'in', 'is', 'inr']).not.toContain(name)
  }
})
