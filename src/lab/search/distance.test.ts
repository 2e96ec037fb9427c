import { expect, test } from 'vitest'
import type { SearchResult } from '../../core/search/smallest-edit'
import { distanceOf, movedBy } from './distance'

const common = { queries: { scored: 1, generated: 1 }, ranked: [] }
const edit = { start: 0, end: 1, before: 'a', after: 'b' }
const flipped = (edits: number): SearchResult => ({
  ...common,
  kind: 'flipped',
  edits: Array.from({ length: edits }, () => edit),
  text: '',
  minimal: true,
})
const held: SearchResult = { ...common, kind: 'held', edits: [edit, edit], exhausted: false }
const failsClean: SearchResult = { ...common, kind: 'fails-clean' }
const noEdits: SearchResult = { ...common, kind: 'no-edits' }

test('distances', () => {
  expect(distanceOf(flipped(3))).toEqual({ kind: 'exact', edits: 3 })
  expect(distanceOf(failsClean)).toEqual({ kind: 'exact', edits: 0 })
  expect(distanceOf(held)).toEqual({ kind: 'beyond', tried: 2 })
  expect(distanceOf(noEdits)).toEqual({ kind: 'unknown' })
})

test.each([
  [flipped(3), flipped(1), 'nearer'],
  [flipped(1), failsClean, 'nearer'],
  [held, flipped(9), 'nearer'],
  [flipped(1), flipped(2), 'farther'],
  [failsClean, held, 'farther'],
  [flipped(2), flipped(2), 'same'],
  [held, held, 'unknown'],
  [noEdits, flipped(1), 'unknown'],
] as const)('what moved, case %#', (original, variant, moved) => {
  expect(movedBy(original, variant)).toBe(moved)
})
