import { expect, it } from 'vitest'
import { attacked, functionInput, humanEvalInput, programAfter } from '../code/testing'

it('one more break at the end, of the kind that is there', () => {
  const input = functionInput('    x = a\n    return x\n')
  expect(attacked('newline-after-code', input).text).toBe(`${input.prompt}\n`)
  const partial = attacked('newline-after-code', input, { code: 'partial' })
  expect(partial.text).toBe(`${input.prompt}    x = a\n\n`)
  programAfter(partial, input)
  expect(attacked('newline-after-code', humanEvalInput('a\r\n', '')).text).toBe('a\r\n\r\n')
  // Where lines end in several ways, the end stays what it is.
  expect(attacked('newline-after-code', humanEvalInput('\r \n', '')).text).toBe('\r \n\n')
  expect(attacked('newline-after-code', humanEvalInput('Do it', '')).text).toBe('Do it\n')
  expect(attacked('newline-after-code', humanEvalInput('', '')).why).toContain('empty')
})
