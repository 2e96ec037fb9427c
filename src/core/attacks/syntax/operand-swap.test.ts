import { describe, expect, it } from 'vitest'
import { attacked, functionInput, programAfter } from '../code/testing'

/** The first line of the body after the attack, or why there is none. */
function changed(line: string, ...rest: string[]): string {
  const lines = [line, ...rest, ...Array.from({ length: rest.length + 1 }, () => 'pass')]
  const input = functionInput(lines.map((one) => `    ${one}\n`).join(''))
  const result = attacked('operand-swap', input)
  if (!result.applied) return result.why
  programAfter(result, input)
  return result.text.slice(input.prompt.length).split('\n')[0]?.trim() ?? ''
}

describe('operands', () => {
  it.each([
    ['x = a > b', 'x = b < a'],
    ['x = a < b', 'x = b > a'],
    ['x = a >= b + 1', 'x = b + 1 <= a'],
    ['x = a <= -1', 'x = -1 >= a'],
    ['x = a == b', 'x = b == a'],
    ['x = a != b and a > 1', 'x = b != a and a > 1'],
    ['x = g(a) > 0', 'x = 0 < g(a)'],
    ['x = a[0] < a[1]', 'x = a[1] > a[0]'],
    ['x = not(a)<b', 'x = not b>(a)'],
    ['x = a<(b)and a', 'x = (b)>a and a'],
    ['x = a < b < 3 or a == 4', 'x = a < b < 3 or 4 == a'],
    ['x = a < b in y or a == 4', 'x = a < b in y or 4 == a'],
    ['x = g() < h() or a == 4', 'x = g() < h() or 4 == a'],
    ['x = f"{a < b}" if a == 4 else 0', 'x = f"{a < b}" if 4 == a else 0'],
  ])('%s', (before, after) => {
    expect(changed(before)).toBe(after)
  })

  it.each([
    ['x = a in b', 'no comparison'],
    ['x = a < b < 3', 'no comparison'],
    ['x = g() < h()', 'run code'],
    ['x = (y := a) < y', 'run code'],
    ['x = a.pop() < a[0]', 'run code'],
  ])('%s is left alone: %s', (line, why) => {
    expect(changed(line)).toContain(why)
  })

  it('leaves alone what classes, global names and dictionaries with defaults could tell', () => {
    expect(changed('x = a < b', 'class A: pass')).toContain('classes')
    expect(changed('x = g() < a', 'global y')).toContain('run code')
    expect(changed('x = a[0] < b[0]', 'd = defaultdict(int)')).toContain('run code')
    expect(changed('x = a[0] < b[0]', 'try: pass', 'except KeyError: pass')).toContain('run code')
  })
})
