import { expect, it } from 'vitest'
import { fuzzCase, MUTATIONS } from './fuzz-case'

it('damaged benchmarks, samples and results: read without loss, or a named error (more: npm run fuzz -- benchmark)', () => {
  const results = Array.from({ length: 3 * MUTATIONS.length }, (_, at) => ({ at, ...fuzzCase(5, at) }))
  expect(results.length).toBeGreaterThan(100)
  expect(results.filter(({ failure }) => failure !== null)).toEqual([])
  const outcomes = new Set(results.map(({ outcome }) => outcome))
  expect([...outcomes].sort()).toEqual([
    'bad-benchmark',
    'bad-run',
    'bad-samples',
    'html-instead-of-file',
    'read',
    'truncated-file',
  ])
})
