import { expect, test } from 'vitest'
import { neighbour } from './grid'

/** Two rows of three; the second has its first cell only. */
const isCell = (row: number, column: number): boolean => row === 0 || column === 0
const move = (key: string, from: [number, number]) => neighbour(key, from, isCell, [2, 3])

test('arrows lead to the next cell, over holes and never out', () => {
  expect(move('ArrowRight', [0, 0])).toEqual([0, 1])
  expect(move('ArrowLeft', [0, 0])).toBeNull()
  expect(move('ArrowDown', [0, 0])).toEqual([1, 0])
  expect(move('ArrowDown', [0, 1])).toBeNull()
  expect(move('ArrowRight', [1, 0])).toBeNull()
  expect(move('Home', [0, 2])).toEqual([0, 0])
  expect(move('Enter', [0, 2])).toBeNull()
})
