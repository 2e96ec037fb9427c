import { expect, test } from 'vitest'
import { parseSpec } from '../../../core/experiment/parse-spec'
import { presetSpec } from '../../../core/experiment/presets'
import { summaryOf } from './spec-summary'

test('groups variants by their original and conditions by their seeds', () => {
  const { families, conditions, benchmarks, decoding, rest } = summaryOf(presetSpec('rq1-corrected'))
  expect(families.map(({ original }) => original)).toEqual([
    'starter-coder-s fp32',
    'starter-coder-m fp32',
    'starter-coder-l fp32',
  ])
  expect(families[0]?.compared).toEqual(['llm-int8', 'nf4'])
  expect(conditions[0]).toBe('clean')
  expect(conditions).toHaveLength(6)
  expect(conditions[1]).toMatch(/^char, .*seeds 1 2 3$/)
  expect(benchmarks).toEqual(['all of starter-mbpp', 'all of starter-humaneval'])
  expect(decoding).toBe('greedy, at most 192 tokens, prompt evalplus-base, stop strings of evalplus')
  expect(rest).toEqual([])
})

test('says what a spec says besides, and names samples made elsewhere', () => {
  const summary = summaryOf(
    parseSpec({
      version: 1,
      name: 'x',
      variants: [
        { model: 'a', scheme: 'fp32' },
        { model: 'b', scheme: 'int4' },
        { name: 'CodeLlama-34B', samples: 'big.jsonl', original: true },
        { name: 'CodeLlama-34B NF4', samples: 'small.jsonl' },
      ],
      conditions: [{}],
      benchmarks: [{ id: 'starter-mbpp', limit: 40 }],
      decoding: { strategy: 'sample', maxTokens: 1, stop: 'none' },
      samples: 5,
      extraction: 'published',
      budget: { minutes: 30, samples: 1000 },
    }),
  )
  expect(summary.families).toEqual([
    { original: 'a fp32', compared: ['b int4'] },
    { original: 'CodeLlama-34B', compared: ['CodeLlama-34B NF4'] },
  ])
  expect(summary.decoding).toBe(
    '5 samples a problem at temperature 0.8, top-p 0.95, at most 1 token, prompt evalplus-base, no stop strings',
  )
  expect(summary.benchmarks).toEqual(['first 40 of starter-mbpp'])
  expect(summary.rest).toEqual(['extraction published', 'at most 30 min', 'at most 1,000 samples made'])
})
