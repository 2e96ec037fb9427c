import { expect, it } from 'vitest'
import { changedLine } from './testing'

it.each([
  ['Write a function to sort the list.', 'You had to write a function to sort the list.'],
  ['Please take the list, then return it.', 'You had to take the list, then return it.'],
  ['If the list is empty, return the string.', 'If the list was empty, you had to return the string.'],
  [
    'It checks whether the words are equal and returns them.',
    'It checked whether the words were equal and returned them.',
  ],
  ["The value doesn't occur, and can't be found.", "The value didn't occur, and couldn't be found."],
  ['You must remove what was left.', 'You had to remove what was left.'],
  ['How can we get a dictionary?', 'How could we get a dictionary?'],
  ['Note: the list is sorted. SORT IT.', 'Note: the list was sorted. You had to sort IT.'],
  ["Return 'is' where solve(x) is called with True.", "You had to return 'is' where solve(x) was called with True."],
])('%s', (text, past) => {
  expect(changedLine('tense-past', text)).toBe(past)
})
