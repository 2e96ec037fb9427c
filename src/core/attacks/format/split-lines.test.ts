import { describe, expect, it } from 'vitest'
import { attacked, functionInput, humanEvalInput, programAfter } from '../code/testing'

function split(body: string, parameters = {}): string {
  const input = functionInput(body)
  const result = attacked('split-lines', input, parameters)
  programAfter(result, input)
  return result.applied ? result.text : result.why
}

describe('the longest line', () => {
  it('is split near its middle word', () => {
    const body = '    x = a + b + a\n    y = 2\n    return x\n    pass\n'
    expect(split(body, { code: 'partial' })).toBe(
      'def f(a, b):\n    """ Do it. """\n    x = a \\\n        + b + a\n    y = 2\n',
    )
  })

  it('is not split in a text, a comment, or behind def', () => {
    const body = "    x = ['a b c d e f g',1] # one two three four\n    return x\n"
    expect(split(body, { code: 'partial' })).toContain("    x = \\\n        ['a b c d e f g',1] # one")
    expect(split("    'a b c d e'\n    pass\n", { code: 'partial' })).toBe(
      'def f(a, \\\n    b):\n    """ Do it. """\n    \'a b c d e\'\n',
    )
  })

  it('is the head of the function where nothing else is there, with the breaks of the prompt', () => {
    const input = humanEvalInput('import os\r\ndef f(a, b):\r\n    """ A long docstring. """\r\n', '    pass\r\n')
    expect(attacked('split-lines', input).text).toBe(
      'import os\r\ndef f(a, \\\r\n    b):\r\n    """ A long docstring. """\r\n',
    )
  })

  it('is none without two words of code', () => {
    const input = humanEvalInput('def f(a):\n    """ Do it. """\n', '    return a\n')
    expect(attacked('split-lines', input)).toMatchObject({ applied: false, program: null })
    expect(attacked('split-lines', input).why).toContain('two words')
  })
})
