import { expect, it } from 'vitest'
import { otherStyle } from './camel'

it.each([
  ['has_close_elements', 'hasCloseElements'],
  ['hasCloseElements', 'has_close_elements'],
  ['count_Odd_Squares', 'countOddSquares'],
  ['sum_of_2', 'sumOf2'],
  ['__private_name', '__privateName'],
  ['parseHTMLText', 'parse_html_text'],
  ['solve', 'solve'],
  ['Split', 'Split'],
  ['SortList', 'sort_list'],
  ['_', '_'],
])('%s as %s', (name, other) => {
  expect(otherStyle(name)).toBe(other)
})
