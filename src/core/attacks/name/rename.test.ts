import { describe, expect, it } from 'vitest'
import { attacked, humanEvalInput, programAfter } from '../code/testing'
import type { AttackInput } from '../types'

const INPUT = humanEvalInput(
  [
    'from typing import List',
    '',
    'def helper(xs): return xs',
    '',
    'def sum_all(xs: List[int], key=None):',
    '    """ Let sum_all add up; sum_all_of, x.sum_all and sum_all2 are others.',
    "    `sum_all` of 'sum_all' is sum_all(xs).",
    "    >>> sum_all([1], sum_all='sum_all')",
    "    'sum_all'",
    '    assert sum_all([]) == 0',
    '    """',
    '',
  ].join('\r\n'),
  '    # sum_all goes on\n    return sum_all(xs[1:], sum_all=1) + xs.sum_all + f"{sum_all} sum_all" if xs else "sum_all"\n',
  'sum_all',
)

describe('a function that is renamed', () => {
  const result = attacked('rename-camel', INPUT)

  it('has its new name wherever the prompt speaks of it, and nowhere else', () => {
    expect(result.text).toBe(
      [
        'from typing import List',
        '',
        'def helper(xs): return xs',
        '',
        'def sumAll(xs: List[int], key=None):',
        '    """ Let sumAll add up; sum_all_of, x.sum_all and sum_all2 are others.',
        "    `sumAll` of 'sumAll' is sumAll(xs).",
        "    >>> sumAll([1], sum_all='sum_all')",
        "    'sumAll'",
        '    assert sumAll([]) == 0',
        '    """',
        '',
      ].join('\r\n'),
    )
  })

  it('calls itself by it in the reference', () => {
    expect(result.program).toEqual({
      entryPoint: 'sumAll',
      canonicalSolution:
        '    # sumAll goes on\n    return sumAll(xs[1:], sum_all=1) + xs.sum_all + f"{sumAll} sum_all" if xs else "sum_all"\n',
    })
    programAfter(result, INPUT)
  })

  it('is not looked for in words of English', () => {
    const input = humanEvalInput(
      'def add(a):\n    """ add up. The function add is add(a), say `add`.\n    """\n',
      '    return a\n',
      'add',
    )
    const { text, program } = attacked('rename-case', input)
    const name = program?.entryPoint ?? ''
    expect(text).toBe(
      `def ${name}(a):\n    """ add up. The function ${name} is ${name}(a), say \`${name}\`.\n    """\n`,
    )
  })
})

describe('MBPP prompts', () => {
  const solution = '\ndef add_up(a):\n    return add_up(a - 1) if a else 0\n'

  it.each(['"""\nWrite add_up.\nassert add_up(1) == 1\n"""\n', 'Write add_up.\nassert add_up(1) == 1\n'])(
    '%j',
    (prompt) => {
      const input: AttackInput = { ...humanEvalInput(prompt, solution, 'add_up'), form: 'mbpp' }
      const result = attacked('rename-camel', input)
      expect(result.text).toBe(prompt.replaceAll('add_up', 'addUp'))
      expect(result.program).toEqual({ entryPoint: 'addUp', canonicalSolution: solution.replaceAll('add_up', 'addUp') })
    },
  )
})

describe('not applied', () => {
  const doc = '    """ Do it. """\n'
  it.each([
    ['a single word', humanEvalInput(`def f(a):\n${doc}`, '    return a\n'), 'single word'],
    ['a parameter', humanEvalInput(`def a_b(a_b):\n${doc}`, '    return a_b\n', 'a_b'), 'parameter'],
    ['an import', humanEvalInput(`from x import a_b\ndef a_b():\n${doc}`, '    pass\n', 'a_b'), 'imports'],
    ['a printed name', humanEvalInput(`def a_b():\n${doc}`, '    return f"{a_b=}"\n', 'a_b'), 'prints'],
    ['a look-up', humanEvalInput(`def a_b():\n${doc}`, '    globals()["a_b"]\n', 'a_b'), 'by its text'],
    ['a name in use', humanEvalInput(`def a_b(aB):\n${doc}`, '    pass\n', 'a_b'), 'meaning already'],
    ['no name', humanEvalInput(`def a_b():\n${doc}`, '    pass\n', ''), 'names no function'],
    ['no mention', humanEvalInput(`x = 1\n`, 'def a_b(): pass\n', 'a_b'), 'does not mention'],
    ['no definition', humanEvalInput(`"""\na_b\n"""\n`, 'x = 1\n', 'a_b'), 'does not define'],
    ['no program', humanEvalInput(`def a_b():\n${doc}`, '    return (\n', 'a_b'), 'do not parse'],
    ['an empty prompt', humanEvalInput('', '', 'a_b'), 'does not mention'],
  ])('%s', (_, input, why) => {
    expect(attacked('rename-camel', input)).toMatchObject({ applied: false, program: null, text: input.prompt })
    expect(attacked('rename-camel', input).why).toContain(why)
  })
})
