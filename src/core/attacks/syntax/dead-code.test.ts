import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attacked, functionInput, programAfter } from '../code/testing'

const BODY = ['x = a + b', 'for y in a:', '    x += y', '    if x: x = 0', 'h()', 'return x', 'pass', 'pass']
const INPUT = functionInput(BODY.map((line) => `    ${line}\n`).join(''))

describe('dead code', () => {
  it('is one block that never runs, in the half that is shown, around a statement of that half', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        const result = attacked('dead-code', INPUT, {}, seed)
        programAfter(result, INPUT)
        const shown = result.text.slice(INPUT.prompt.length)
        expect(result.program?.canonicalSolution).toBe('    h()\n    return x\n    pass\n    pass\n')
        const block =
          /^( *)(?:if False|while False|for turn in range\(0\)):\n\1 {4}(?:x = a \+ b|x \+= y|x = 0)\n/m.exec(shown)
        expect(block).not.toBeNull()
        expect(shown.replace(block?.[0] ?? '', '')).toBe(INPUT.canonicalSolution.split('    h()')[0])
      }),
    )
  })

  it('stands in front of the last statement where that is wanted', () => {
    const text = attacked('dead-code', functionInput('    x = 1\n    y = 2\n    z = 3\n    return x\n'), {
      place: 'last',
    }).text
    expect(text).toMatch(/ {4}x = 1\n {4}(?:if|while|for).*:\n {8}.*\n {4}y = 2\n$/)
  })

  it('nests: fewer blocks are among more, and none is the identity', () => {
    const blocks = (max: number) => attacked('dead-code', INPUT, { max }).text
    expect(blocks(0)).toBe(INPUT.prompt)
    expect(blocks(1)).not.toBe(blocks(3))
    expect(attacked('dead-code', INPUT, { max: 1000 }).text.match(/False|range\(0\)/g)).toHaveLength(4)
  })

  it('leaves functions inside alone: a copied assignment would make their names local', () => {
    const input = functionInput('    x = 1\n    def g():\n        return x\n    x = 2\n    y = 3\n    return g()\n')
    for (let seed = 0; seed < 20; seed += 1)
      expect(attacked('dead-code', input, {}, seed).text).toContain('    def g():\n        return x\n')
  })

  it('says so where there is nothing to repeat', () => {
    const input = functionInput('    if a:\n        pass\n    for x in b:\n        pass\n')
    expect(attacked('dead-code', input).why).toContain('no simple statement')
  })
})
