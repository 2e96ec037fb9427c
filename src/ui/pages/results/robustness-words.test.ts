import { expect, test } from 'vitest'
import type { RobustnessRecord } from '../../../core/experiment/record'
import { robustnessInterval, robustnessWords } from './robustness-words'

test('prints RRS as a number only where it is one', () => {
  const record: RobustnessRecord = {
    condition: 1,
    variant: 1,
    benchmark: 'b',
    suite: 'plus',
    original_drop: 0.1,
    variant_drop: 0.2,
    outcome: 'ratio',
    rrs: 0.5,
    low: 0.2,
    high: null,
  }
  expect(robustnessWords(record, 'int4', 'fp32')).toBe('0.50')
  expect(robustnessInterval(record)).toBe('0.20 and above')
  const signed: RobustnessRecord = { ...record, outcome: 'original-better', rrs: null, low: null }
  expect(robustnessWords(signed, 'int4', 'fp32')).toBe('fp32 held up better')
  expect(robustnessInterval(signed)).toBeNull()
})
