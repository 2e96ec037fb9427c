import { expect, test } from 'vitest'
import { LabError } from '../../errors'
import { markdownTable, RESULTS_END, RESULTS_START, withResults } from './document'

test('results replace results; the plan stays as it is', () => {
  const plan = '# Findings\n\nThe plan.\n'
  const once = withResults(plan, 'First.')
  expect(once).toBe(`# Findings\n\nThe plan.\n\n${RESULTS_START}\n\nFirst.\n\n${RESULTS_END}\n`)
  const behind = `${once}\nBehind it.\n`
  expect(withResults(behind, 'Second.')).toBe(behind.replace('First.', 'Second.'))
  expect(withResults(once, 'First.')).toBe(once)
})

test('half a pair of marks is refused', () => {
  expect(() => withResults(`x ${RESULTS_START}`, 'y')).toThrow(LabError)
  expect(() => withResults(`${RESULTS_END} ${RESULTS_START}`, 'y')).toThrow(LabError)
})

test('a table', () => {
  const table = { title: '', columns: ['', 'n'], rows: [['a|b', '1']] }
  expect(markdownTable(table)).toBe('|  | n |\n| --- | ---: |\n| a\\|b | 1 |')
})
