import { expect, it } from 'vitest'
import { changedLine } from './testing'

it.each([
  ['Write a function to sort the list.', 'You will write a function to sort the list.'],
  ['Please take the list, then return it.', 'You will take the list, then return it.'],
  ['If the list is empty, return the string.', 'If the list will be empty, you will return the string.'],
  [
    'It checks whether the words are equal and returns them.',
    'It will check whether the words will be equal and will return them.',
  ],
  ["The value doesn't occur, and can be found.", "The value won't occur, and will be able to be found."],
  ['The word has been removed.', 'The word will have been removed.'],
  ['How can we get a dictionary?', 'How can we get a dictionary?'],
])('%s', (text, future) => {
  expect(changedLine('tense-future', text)).toBe(future)
})
