import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeMarks, encodeMarks } from './marks'

it('writes one character a test and reads it back', () => {
  const mark = fc.constantFrom('pass' as const, 'fail' as const, 'not-run' as const)
  fc.assert(fc.property(fc.array(mark), (marks) => void expect(decodeMarks(encodeMarks(marks))).toEqual(marks)))
  expect(encodeMarks(['pass', 'fail', 'not-run'])).toBe('10-')
  expect(() => decodeMarks('1x')).toThrow(/mark "x"/)
})
