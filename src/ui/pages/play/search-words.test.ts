import { expect, test } from 'vitest'
import type { SearchResult } from '../../../core/search/smallest-edit'
import { movedWords, queriesWords, searchWords } from './search-words'

const common = { queries: { scored: 30, generated: 1 }, ranked: [] }
const edit = { start: 0, end: 1, before: 'a', after: 'b' }
const flipped = (count: number, minimal = true): SearchResult => ({
  ...common,
  kind: 'flipped',
  edits: Array.from({ length: count }, () => edit),
  text: '',
  minimal,
})
const held = (exhausted: boolean): SearchResult => ({ ...common, kind: 'held', edits: [edit, edit], exhausted })
const arms = { original: 'fp32', variant: 'int4' }

test('what was found', () => {
  expect(searchWords(flipped(1))).toBe('1 edit makes it fail.')
  expect(searchWords(flipped(3, false))).toBe(
    '3 edits together make it fail; the budget ended before fewer were tried.',
  )
  expect(searchWords(held(true))).toBe('It holds: 2 edits together do not make it fail, and there the budget ended.')
  expect(searchWords({ ...common, kind: 'fails-clean' })).toBe('It fails without any edit.')
  expect(queriesWords(flipped(1))).toBe('1 program written and judged, 30 prompts scored')
})

test('what quantization did', () => {
  expect(movedWords(flipped(3), flipped(1), arms)).toBe(
    'Quantization moved failure nearer: fp32 fails after 3 edits, int4 fails after 1 edit.',
  )
  expect(movedWords(flipped(1), held(true), arms)).toContain('farther away: fp32 fails after 1 edit, int4 holds out')
  expect(movedWords(held(true), held(true), arms)).toContain('is open')
})
