import { expect, test } from 'vitest'
import { exampleRun } from './run-example'
import { RunIndex } from './run-index'

const index = new RunIndex(exampleRun())

test('lists each problem once, with a line of its prompt', () => {
  expect(index.problems).toHaveLength(6)
  expect(index.problems[2]).toEqual({
    taskId: 'Example/2',
    benchmark: 'starter-mbpp',
    summary: 'Write a function to add 2 to a number.',
  })
})

test('finds clean, and names the rest', () => {
  expect(index.cleanCondition).toBe(0)
  expect(index.perturbedConditions.map(({ index: place }) => place)).toEqual([1, 2])
  expect(index.variantLabel(1)).toBe('int4')
})

test('puts the four cells of a problem side by side', () => {
  const problem = index.problems[3]
  if (problem === undefined) throw new Error('no problem')
  const view = index.triple(problem, 1, 1)
  expect(view.arms).toEqual({ original: 'fp32', variant: 'int4' })
  expect(view.prompts.perturbed).not.toBe(view.prompts.clean)
  expect(view.prompts.edits).toHaveLength(1)
  expect(view.cells.clean.original.verdict?.plus).toBe('fail')
  expect(view.cells.perturbed.variant.code).toContain('return x')
  expect(index.outcomes(problem, 1, 1)[0]).toBe(false)
})
