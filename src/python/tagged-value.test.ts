import { expect, test } from 'vitest'
import type { PyValue } from '../core/judge/value'
import { taggedValue } from './tagged-value'

const text = (value: string): PyValue => ({ type: 'str', value })
const tuple = (...items: PyValue[]): PyValue => ({ type: 'tuple', items })
const list = (...items: PyValue[]): PyValue => ({ type: 'list', items })
const none: PyValue = { type: 'none' }
const deque: PyValue = { type: 'deque', items: [none] }
const plain = (value: PyValue) => tuple(text('plain'), value)

test('only what marshal does not know is taken apart', () => {
  const known = list(none, tuple({ type: 'dict', entries: [[text('a'), none]] }))
  expect(taggedValue(known)).toEqual(plain(known))
  const taggedDeque = tuple(text('deque'), list(plain(none)))
  expect(taggedValue(deque)).toEqual(taggedDeque)
  expect(taggedValue(list(known, deque))).toEqual(tuple(text('list'), list(plain(known), taggedDeque)))
  const entries: [PyValue, PyValue][] = [
    [text('a'), none],
    [text('b'), deque],
  ]
  expect(taggedValue({ type: 'dict', entries })).toEqual(
    tuple(text('dict'), list(tuple(plain(text('a')), plain(none)), tuple(plain(text('b')), taggedDeque))),
  )
})

test('a large value deep within others is looked at once', () => {
  let value: PyValue = { type: 'list', items: [...Array.from({ length: 500_000 }, () => none), deque] }
  for (let level = 0; level < 450; level += 1) value = list(value, deque)
  // Each level copied the ones below it: that would not end within the limit of a test.
  expect(taggedValue(value)).toMatchObject({ type: 'tuple' })
})
