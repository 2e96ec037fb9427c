import { describe, expect, it } from 'vitest'
import { attacked, functionInput, humanEvalInput, programAfter } from '../code/testing'

const PARTIAL = { code: 'partial' }

describe('tabs', () => {
  it('stand for blanks, a tab a block, in the prompt and in the rest', () => {
    const input = humanEvalInput(
      'def f(a):\n    """ Do it:\n        more,\n      and this.\n    """\n',
      '    if a:\n      x = g(a,\n            1)\n      return x\n    return """\n    kept\n"""\n',
    )
    const result = attacked('tabs', input)
    expect(result.text).toBe('def f(a):\n\t""" Do it:\n\t\tmore,\n\t  and this.\n\t"""\n')
    expect(result.program?.canonicalSolution).toBe(
      '\tif a:\n\t\tx = g(a,\n\t\t\t  1)\n\t\treturn x\n\treturn """\n    kept\n"""\n',
    )
    programAfter(result, input)
  })

  it('become blanks', () => {
    const input = humanEvalInput('def f(a):\r\n\t""" Do it. """\r\n', '\tif a:\r\n\t\treturn 1\r\n')
    const result = attacked('tabs', input)
    expect(result.text).toBe('def f(a):\r\n    """ Do it. """\r\n')
    expect(result.program?.canonicalSolution).toBe('    if a:\r\n        return 1\r\n')
  })

  it('run through the half that is shown', () => {
    const input = functionInput('    x = a\n    return x\n')
    expect(attacked('tabs', input, PARTIAL).text).toBe('def f(a, b):\n\t""" Do it. """\n\tx = a\n')
  })

  it('do not apply without code in the prompt', () => {
    const input = { ...humanEvalInput('"""\n    Do it.\n"""\n', 'def f():\n    pass\n'), form: 'mbpp' as const }
    expect(attacked('tabs', input)).toMatchObject({ applied: false, why: 'The prompt has no code that is indented.' })
  })
})
