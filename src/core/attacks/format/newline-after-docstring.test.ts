import { expect, it } from 'vitest'
import { attacked, functionInput, humanEvalInput, programAfter } from '../code/testing'

it('a blank line behind the docstring', () => {
  const input = functionInput('    x = a\n    return x\n')
  expect(attacked('newline-after-docstring', input).text).toBe(`${input.prompt}\n`)
  const partial = attacked('newline-after-docstring', input, { code: 'partial' })
  expect(partial.text).toBe(`${input.prompt}\n    x = a\n`)
  programAfter(partial, input)
  const mbpp = { ...humanEvalInput('"""\r\nDo it.\r\n"""\r\n', 'def f(): pass\n'), form: 'mbpp' as const }
  expect(attacked('newline-after-docstring', mbpp).text).toBe('"""\r\nDo it.\r\n"""\r\n\r\n')
})

it('none without a docstring, or behind one that ends the prompt', () => {
  expect(attacked('newline-after-docstring', humanEvalInput('def f():\n', '    pass\n')).why).toContain('no docstring')
  expect(
    attacked('newline-after-docstring', humanEvalInput('def f():\n    """ Do it. """', '\n    pass\n')).why,
  ).toContain('ends with the docstring')
})
