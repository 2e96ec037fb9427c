import { describe, expect, it } from 'vitest'
import { attacked, functionInput, humanEvalInput, programAfter } from '../code/testing'

const BODY = [
  'total = 0',
  'for item in a:',
  '    total += g(item, total=1)',
  'total2 = sorted(a, key=lambda other: other.item)',
  'x = [f"{item} item" for item in a]',
  'return total2, x, total2, total2',
]

function changed(lines: readonly string[], parameters = {}, seed = 1): string {
  const input = functionInput(lines.map((line) => `    ${line}\n`).join(''))
  const result = attacked('rename-variable', input, parameters, seed)
  return result.applied ? programAfter(result, input).slice(input.prompt.length).replaceAll(/^ {4}/gm, '') : result.why
}

describe('variables', () => {
  it('the most used one that is seen has another name, and keywords, attributes and texts keep theirs', () => {
    expect(changed(BODY)).toBe(
      'total = 0\nfor VAR_0 in a:\n    total += g(VAR_0, total=1)\ntotal2 = sorted(a, key=lambda other: other.item)\n' +
        'x = [f"{VAR_0} item" for VAR_0 in a]\nreturn total2, x, total2, total2\n',
    )
  })

  it('several are VAR_0, VAR_1', () => {
    const text = changed(['x = a', 'y = x', 'z = [x]', 'return x + y + y'], { max: 5 })
    expect(text).toBe('VAR_0 = a\nVAR_1 = VAR_0\nz = [VAR_0]\nreturn VAR_0 + VAR_1 + VAR_1\n')
  })

  it('random names are as long as before, and differ by seed', () => {
    const names = [1, 2, 3].map((seed) => changed(['count = a', 'return count'], { naming: 'random' }, seed))
    for (const text of names) expect(text).toMatch(/^([A-Za-z][A-Za-z0-9]{4}) = a\nreturn \1\n$/)
    expect(new Set(names).size).toBe(3)
  })

  it('frequent names suit how the variable is bound, and are free', () => {
    const naming = { naming: 'common' }
    expect(changed(['zz = 0', 'return zz'], naming)).toBe('count = 0\nreturn count\n')
    expect(changed(['zz = []', 'return zz, result'], naming)).toBe('res = []\nreturn res, result\n')
    expect(changed(['for zz in range(a):', '    g(zz)'], naming)).toBe('for i in range(a):\n    g(i)\n')
    expect(changed(['zz = {}', 'return zz'], naming)).toBe('d = {}\nreturn d\n')
  })

  it('leaves parameters, imports, global names, functions and what they bind alone', () => {
    for (const line of ['a = a + 1', 'import os', 'global y; y = 1', 'def g(z=1): z = 2', '_ = a'])
      expect(changed([line, 'return a'])).toContain('no variable')
  })

  it('leaves alone what the head of the function means by the name', () => {
    const input = humanEvalInput('def f(a: list):\n    """ Do it. """\n', '    list = a\n    return list\n')
    expect(attacked('rename-variable', input).why).toContain('no variable')
  })

  it.each([
    [['x = a', 'return locals()'], 'locals()'],
    [['x = a', 'return eval("x")'], 'eval()'],
    [['x = a', 'return f"{x=}"'], 'prints the names'],
    [['x = a', 'class A: x = x'], 'class inside'],
  ])('refuses %j', (lines, why) => {
    expect(changed(lines)).toContain(why)
  })
})
