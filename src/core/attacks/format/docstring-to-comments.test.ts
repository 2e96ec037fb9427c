import { describe, expect, it } from 'vitest'
import { attacked, functionInput, humanEvalInput, programAfter } from '../code/testing'

function changed(prompt: string, solution = '    return a\n'): string {
  const input = humanEvalInput(prompt, solution)
  const result = attacked('docstring-to-comments', input)
  programAfter(result, input)
  return result.applied ? result.text : result.why
}

describe('a docstring', () => {
  it('is said in comments', () => {
    expect(changed('def f(a):\n    """\n    Do it.\n\n      Well.\n    >>> f(1)\n    """\n')).toBe(
      'def f(a):\n    # Do it.\n    #\n    #   Well.\n    # >>> f(1)\n',
    )
    expect(changed("def f(a):\r\n    r''' Do it.\r\n    \\n '''\r\n")).toBe(
      'def f(a):\r\n    # Do it.\r\n    # \\n\r\n',
    )
    expect(changed('def f(a):\n\t"Do it."\n', '\treturn a\n')).toBe('def f(a):\n\t# Do it.\n')
    expect(changed('"""\nDo it.\nassert f(1)\n"""\n', 'def f(a):\n    pass\n')).toBe('# Do it.\n# assert f(1)\n')
  })

  it('of a helper stays', () => {
    const helper = 'def g():\n    """ Help. """\n    return 1\n\n'
    expect(changed(`${helper}def f(a):\n    """ Do it. """\n`)).toBe(`${helper}def f(a):\n    # Do it.\n`)
  })

  it('stays where it shares its lines, or where there is none', () => {
    expect(changed('def f(a):\n    """ Do it. """ # Really.\n')).toContain('shares its lines')
    expect(changed('def f(a):\n    """ Do it. """; a = 1\n')).toContain('no docstring')
    expect(changed('def f(a):\n    # Do it.\n')).toContain('no docstring')
  })

  it('with the half that is shown', () => {
    const input = functionInput('    x = a\n    return x\n')
    expect(attacked('docstring-to-comments', input, { code: 'partial' }).text).toBe(
      'def f(a, b):\n    # Do it.\n    x = a\n',
    )
  })
})
