import { expect, test } from 'vitest'
import { moved, windowOf } from './grid-keys'

const SIZE = { rows: 100, columns: 7, page: 10 }

test('keys move as in a spreadsheet, and stop at the borders', () => {
  const from = { row: 50, column: 3 }
  const to = (key: string, whole = false) => {
    const place = moved(from, key, SIZE, whole)
    return place === null ? null : [place.row, place.column]
  }
  expect(to('ArrowDown')).toEqual([51, 3])
  expect(to('ArrowLeft')).toEqual([50, 2])
  expect(to('PageDown')).toEqual([59, 3])
  expect(to('PageUp')).toEqual([41, 3])
  expect(to('Home')).toEqual([50, 0])
  expect(to('End')).toEqual([50, 6])
  expect(to('Home', true)).toEqual([0, 0])
  expect(to('End', true)).toEqual([99, 6])
  expect(to('Enter')).toBeNull()
  expect(moved({ row: 99, column: 6 }, 'ArrowDown', SIZE)).toEqual({ row: 99, column: 6 })
  expect(moved({ row: 0, column: 0 }, 'ArrowUp', SIZE)).toEqual({ row: 0, column: 0 })
})

test('the window holds what is seen and a margin, never more than there is', () => {
  expect(windowOf(0, 360, 36, 1000)).toEqual({ first: 0, end: 18 })
  expect(windowOf(36 * 500, 360, 36, 1000)).toEqual({ first: 492, end: 518 })
  expect(windowOf(36 * 995, 360, 36, 1000)).toEqual({ first: 987, end: 1000 })
  expect(windowOf(0, 360, 36, 3)).toEqual({ first: 0, end: 3 })
})
