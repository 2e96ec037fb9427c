import { describe, expect, it } from 'vitest'
import { attacked, humanEvalInput } from '../code/testing'
import { LONG_NAME, renamer } from './testing'

/** What holds of every attack on the letters of a name; what each does to a letter is in the test beside it. */
describe.each(['rename-case', 'rename-swap', 'rename-typo'])('%s', (id) => {
  const renamedBy = renamer(id)

  it('by the share of ReCode changes few, and differs by seed', () => {
    const names = Array.from({ length: 20 }, (_, seed) => renamedBy({}, seed))
    expect(new Set(names).size).toBeGreaterThan(5)
    expect(names).not.toContain(LONG_NAME)
    expect(renamedBy({ share: 0 }, 1)).toBe(LONG_NAME)
    expect(renamedBy({ max: 0 }, 1)).toBe(LONG_NAME)
  })

  it('nests: fewer changes are among more', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const places = (max: number) => {
        const renamed = renamedBy({ share: 1, max }, seed)
        return [...LONG_NAME].flatMap((letter, at) => (letter === renamed[at] ? [] : [at]))
      }
      expect(places(5)).toEqual(expect.arrayContaining(places(1)))
    }
  })

  it('never gives a name that Python has', () => {
    const input = humanEvalInput('def inr(a):\n    """ inr(a) """\n', '    return a\n', 'inr')
    for (let seed = 0; seed < 200; seed += 1) {
      const name = attacked(id, input, { share: 1, max: 1 }, seed).program?.entryPoint ?? ''
      expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/)
      expect(['int', 'in', 'is', 'inr']).not.toContain(name)
    }
  })
})
