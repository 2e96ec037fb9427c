import { expect, test } from 'vitest'
import { attacks } from '../attacks/registry'
import type { Condition } from '../experiment/spec'
import { baselineOf, PARTIAL_ATTACKS, PARTIAL_CONTROL } from './baseline'

const CLEAN: Condition = { prompt: null, weights: null }
const NOISE: Condition['weights'] = { noise: 'gaussian', level: 1, relative: false, target: 'every-weight', seed: 1 }

function attack(id: string, parameters = {}, weights: Condition['weights'] = null): Condition {
  return { prompt: { attack: id, mode: 'corrected', parameters, seed: 1 }, weights }
}

test('the attacks on the first half are those of the registry', () => {
  expect([...PARTIAL_ATTACKS].sort()).toEqual(
    attacks
      .filter(({ level }) => level === 'syntax')
      .map(({ id }) => id)
      .sort(),
  )
  expect(attacks.some(({ id }) => id === PARTIAL_CONTROL)).toBe(true)
})

test('a drop is counted from the control with the same half and the same noise, else from clean', () => {
  const conditions = [CLEAN, attack('char'), attack('dead-code'), attack('tabs', { code: 'partial' }), attack('tabs')]
  expect(conditions.map((_, place) => baselineOf(conditions, place, 0))).toEqual([null, 0, 0, 0, 0])
  const controlled = [...conditions, attack(PARTIAL_CONTROL), attack('dead-code', {}, NOISE)]
  expect(controlled.map((_, place) => baselineOf(controlled, place, 0))).toEqual([null, 0, 5, 5, 0, 0, 0])
  expect(baselineOf([attack('char')], 0, null)).toBeNull()
})
