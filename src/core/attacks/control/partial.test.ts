import { expect, it } from 'vitest'
import { attacked, functionInput, humanEvalInput, programAfter } from '../code/testing'

it('shows the first floor(lines / 2) lines, blank lines around them not counted', () => {
  const input = functionInput('\n\n    x = a\n\n    y = b\n    z = x\n    return z\n\n\n')
  const result = attacked('control-partial', input)
  expect(result.text).toBe(`${input.prompt}\n\n    x = a\n\n`)
  expect(result.program).toEqual({ entryPoint: 'f', canonicalSolution: '    y = b\n    z = x\n    return z\n\n\n' })
  expect(programAfter(result, input)).toBe(input.prompt + input.canonicalSolution)
})

it('keeps breaks as they are', () => {
  const input = humanEvalInput('def f(a):\r\n    """ Do it. """\r\n', '    x = a\r\n    return x\r\n')
  expect(attacked('control-partial', input).text).toBe(`${input.prompt}    x = a\r\n`)
})

it.each([
  [functionInput('    return a\n'), 'single line'],
  [
    { ...humanEvalInput('"""\nDo it.\nassert f(1)\n"""\n', '\ndef f(a):\n    return a\n'), form: 'mbpp' as const },
    'no code',
  ],
  [functionInput(''), 'no reference solution'],
  [functionInput('    x = (\n    y\n'), 'do not parse'],
  [humanEvalInput('', 'def f(): pass\n'), 'no code'],
  [humanEvalInput('def g():\n', '    x = 1\n    return x\n'), 'no function "f"'],
])('is not applied: %#', (input, why) => {
  const result = attacked('control-partial', input)
  expect(result).toMatchObject({ applied: false, text: input.prompt, program: null })
  expect(result.why).toContain(why)
})
