import { expect, test } from 'vitest'
import { LAST_STEP, levelAtStep, levelWords, PAPER_LEVELS, stepOfLevel } from './noise-scale'

const steps = Array.from({ length: LAST_STEP + 1 }, (_, step) => step)

test('goes from off over the paper levels to 0.1, always upwards', () => {
  const levels = steps.map(levelAtStep)
  expect(levels[0]).toBe(0)
  expect(levels[1]).toBe(1e-4)
  expect(levels.at(-1)).toBe(0.1)
  for (const [index, level] of levels.slice(1).entries()) expect(level).toBeGreaterThan(levels[index] ?? Infinity)
  for (const paper of PAPER_LEVELS) expect(levels).toContain(paper)
})

test('a level finds its step again', () => {
  for (const step of steps) expect(stepOfLevel(levelAtStep(step))).toBe(step)
})

test('names the levels of the paper', () => {
  expect(levelWords(0.003)).toBe('0.003 (paper)')
  expect(levelWords(0)).toBe('off')
  expect(levelWords(0.1)).toBe('0.1')
})
