import { expect, test } from 'vitest'
import type { Condition } from '../experiment/spec'
import { seedGroups } from './seed-groups'

const CLEAN: Condition = { prompt: null, weights: null }

function char(seed: number, share: number): Condition {
  return { prompt: { attack: 'char', mode: 'corrected', parameters: { share, max: 5 }, seed }, weights: null }
}

function noise(seed: number): Condition {
  return { prompt: null, weights: { noise: 'gaussian', level: 0.1, relative: false, target: 'every-weight', seed } }
}

test('conditions that differ in their seed only, in the order of the spec', () => {
  const conditions = [CLEAN, char(1, 0.1), noise(1), char(1, 0.2), char(2, 0.1), noise(2), char(3, 0.1)]
  expect(seedGroups(conditions)).toEqual([
    [1, 4, 6],
    [2, 5],
  ])
})

test('the order of keys says nothing', () => {
  const turned: Condition = {
    prompt: { attack: 'char', mode: 'corrected', parameters: { max: 5, share: 0.1 }, seed: 9 },
    weights: null,
  }
  expect(seedGroups([char(1, 0.1), turned])).toEqual([[0, 1]])
})

test('two clean conditions are no group, nor is one seed alone', () => {
  expect(seedGroups([CLEAN, CLEAN, char(1, 0.1)])).toEqual([])
})
