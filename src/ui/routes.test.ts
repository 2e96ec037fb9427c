import { expect, test } from 'vitest'
import { linkTo, parseRoute } from './routes'

test('reads pages and parameters from the hash', () => {
  expect(parseRoute('').page).toBe('play')
  expect(parseRoute('#/').page).toBe('play')
  expect(parseRoute('#/bench').page).toBe('bench')
  expect(parseRoute('#/run?source=recorded/quick-check').parameters.get('source')).toBe('recorded/quick-check')
  expect(parseRoute('#/nothing').page).toBe('not-found')
})

test('a link leads back to what it was made of', () => {
  const link = linkTo('run', { stored: 'abc', task: 'Starter/1 & more', empty: null })
  const { page, parameters } = parseRoute(link)
  expect(page).toBe('run')
  expect([...parameters]).toEqual([
    ['stored', 'abc'],
    ['task', 'Starter/1 & more'],
  ])
})
