import { describe, expect, it } from 'vitest'
import { attacked, functionInput, programAfter } from '../code/testing'

/** The body after the attack, of which the model sees what stands before the mark. */
function changed(...lines: string[]): string {
  const input = functionInput(lines.map((line) => `    ${line}\n`).join(''))
  const result = attacked('for-while', input)
  if (!result.applied) return result.why
  programAfter(result, input)
  const shown = result.text.slice(input.prompt.length)
  return `${shown}|${result.program?.canonicalSolution}`.replaceAll(/^ {4}/gm, '').replaceAll('|    ', '|')
}

describe('for as while', () => {
  it('counts by hand over a range', () => {
    expect(changed('for i in range(3):', '    g(i)', 'h()', 'return a')).toBe(
      'i = 0\nwhile i < 3:\n    g(i)\n    i += 1\n|h()\nreturn a\n',
    )
    expect(changed('for i in range(b, 0, -2):', '    g(i)  # once', 'h()', 'return a')).toBe(
      'i = b\nwhile i > 0:\n    g(i)  # once\n    i -= 2\n|h()\nreturn a\n',
    )
  })

  it('works a limit out once', () => {
    expect(changed('for i in range(1, len(a)):', '    a.append(i)', 'h()', 'return a')).toBe(
      'end = len(a)\ni = 1\nwhile i < end:\n    a.append(i)\n    i += 1\n|h()\nreturn a\n',
    )
    expect(changed('for i in range(b):', '    b = i', 'h()', 'return a')).toContain('end = b\ni = 0\nwhile i < end:')
  })

  it('steps on behind the last statement, seen or not', () => {
    expect(changed('for i in range(3):', '    if a:', '        g(i)', '    # end', 'return a')).toBe(
      'i = 0\nwhile i < 3:\n    if a:\n|        g(i)\n    i += 1\n    # end\nreturn a\n',
    )
  })

  it.each([
    ['a continue', ['for i in range(3):', '    if a: continue', '    g(i)', '    h()']],
    ['the variable used later', ['for i in range(3):', '    g(i)', 'h()', 'return i']],
    ['the variable bound inside', ['for i in range(3):', '    i = 5', 'h()', 'return a']],
    ['a function that keeps it', ['for i in range(3):', '    a.append(lambda: i)', 'h()', 'return a']],
    ['a generator that keeps it', ['for i in range(3):', '    a.append(i + x for x in b)', 'h()', 'return a']],
    ['a step that is no number', ['for i in range(0, a, b):', '    g(i)', 'h()', 'return a']],
    ['a limit that is bound to it', ['for i in range(i):', '    g(i)', 'h()', 'return a']],
    ['a start that calls', ['for i in range(g(), h()):', '    g(i)', 'h()', 'return a']],
    ['no range', ['for i in a:', '    g(i)', 'h()', 'return a']],
  ])('asks the iterator where counting would differ: %s', (_, lines) => {
    const text = changed(...lines)
    expect(text).toContain('while True:\n    try:\n        i = next(items)\n    except StopIteration:\n        break\n')
    expect(text).toContain('items = iter(')
  })

  it('keeps targets and bare tuples', () => {
    expect(changed('for x, (y, z) in a, b:', '    g(x)', 'h()', 'return a')).toContain(
      'items = iter((a, b))\nwhile True:\n    try:\n        x, (y, z) = next(items)\n',
    )
  })

  it('takes names that are free', () => {
    expect(changed('for x in a:', '    items = x', 'h()', 'return a')).toContain('iterator = iter(a)')
  })
})

describe('while as for', () => {
  it('breaks where the condition fails', () => {
    expect(changed('while a or b:', '    a -= 1', '    if b: continue', 'return a')).toBe(
      'for turn in iter(int, 1):\n    if not (a or b):\n        break\n    a -= 1\n|    if b: continue\nreturn a\n',
    )
  })
})

describe('not applied', () => {
  it.each([
    ['no loop', ['a += 1', 'b += 1', 'for x in a:', '    g(x)'], 'no loop'],
    ['a loop with else', ['for x in a:', '    g(x)', 'else:', '    h()'], 'else'],
    ['a loop on one line', ['for x in a: g(x)', 'h()'], 'on the line of its head'],
    ['an own range', ['def range(n): return a', 'for x in range(3):', '    g(x)', 'h()', 'return a', 'g()'], 'range'],
    ['an own next', ['next = b', 'for x in a:', '    g(x)', 'return a', 'g()', 'h()'], 'next'],
    ['a comprehension only', ['a = [x for x in b]', 'return a'], 'no loop that is a statement'],
    ['a single line', ['return a'], 'single line'],
  ])('to %s', (_, lines, why) => {
    expect(changed(...lines)).toContain(why)
  })
})
