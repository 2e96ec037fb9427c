import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attacked, functionInput, humanEvalInput, programAfter } from '../code/testing'

const INPUT = functionInput(
  '    x = """\n    kept\n"""\n    y = x + \\\n        a\n    z = 1\n    h()\n    return z\n' + '    pass\n'.repeat(5),
)

describe('blank lines', () => {
  it('stand behind lines of code, never in a text or behind a backslash, and the end stays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        const result = attacked('blank-lines', INPUT, { code: 'partial', share: 1 }, seed)
        programAfter(result, INPUT)
        expect(result.text).toBe(
          `${INPUT.prompt}\n    x = """\n    kept\n"""\n\n    y = x + \\\n        a\n\n    z = 1\n`,
        )
      }),
    )
  })

  it('are half of those that could be, by ReCode, and fewer are among more', () => {
    const lines = (parameters: Record<string, number>, seed: number) => {
      const { text } = attacked('blank-lines', INPUT, { code: 'partial', ...parameters }, seed)
      return text
    }
    const plain = lines({ max: 0 }, 0)
    expect(plain).toBe(INPUT.prompt)
    const texts = Array.from({ length: 20 }, (_, seed) => lines({}, seed))
    for (const text of texts) expect(text.match(/\n\n/g)).toHaveLength(2)
    expect(new Set(texts).size).toBe(3)
  })

  it('stand in front of the docstring where nothing else is shown', () => {
    const input = humanEvalInput('import os\r\ndef f(a):\r\n    """ Do it.\r\n    Well. """\r\n', '    return a\r\n')
    expect(attacked('blank-lines', input, { share: 1 }).text).toBe(
      'import os\r\n\r\ndef f(a):\r\n\r\n    """ Do it.\r\n    Well. """\r\n',
    )
  })

  it('do not apply to a prompt without code', () => {
    const input = { ...humanEvalInput('"""\nDo it.\n"""\n', 'def f(): pass\n'), form: 'mbpp' as const }
    expect(attacked('blank-lines', input).why).toContain('no line of code')
  })
})
