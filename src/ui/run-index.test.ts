import { expect, test } from 'vitest'
import { openBundle } from '../core/experiment/open-run'
import { attack, syntheticRun } from '../core/figures/testing'
import { RecordedIndex } from './pages/play/recorded-index'
import { exampleRun } from './run-example'
import { RunIndex } from './run-index'

const bundle = exampleRun()
const recorded = new RecordedIndex(bundle)
const index = new RunIndex(openBundle(bundle))

test('lists each problem once, with a line of its prompt', async () => {
  expect(index.problems).toHaveLength(6)
  expect(index.problems[2]).toEqual({ taskId: 'Example/2', benchmark: 'starter-mbpp' })
  const summary = 'Write a function to add 2 to a number.'
  expect(await index.summary({ taskId: 'Example/2', benchmark: 'starter-mbpp' })).toBe(summary)
  expect(recorded.problems[2]).toEqual({ ...index.problems[2], summary })
})

test('finds clean, and names the rest', () => {
  for (const one of [index, recorded]) {
    expect(one.cleanCondition).toBe(0)
    expect(one.perturbedConditions.map(({ index: place }) => place)).toEqual([1, 2])
    expect(one.variantLabel(1)).toBe('int4')
  }
})

test('puts the four cells of a problem side by side, in memory and by await', async () => {
  const problem = recorded.problems[3]
  if (problem === undefined) throw new Error('no problem')
  const view = recorded.triple(problem, 1, 1)
  expect(view.arms).toEqual({ original: 'fp32', variant: 'int4' })
  expect(view.prompts.perturbed).not.toBe(view.prompts.clean)
  expect(view.prompts.edits).toHaveLength(1)
  expect(view.cells.clean.original.verdict?.plus).toBe('fail')
  expect(view.cells.perturbed.variant.code).toContain('return x')
  expect(recorded.outcomes(problem, 1, 1)[0]).toBe(false)
  expect(await index.triple(problem, 1, 1)).toEqual(view)
  expect(index.perturbedHash(problem, 1)).not.toBeNull()
  expect(index.perturbedHash(problem, 2)).toBeNull()
})

test('a variant stands beside the original of its own family', async () => {
  const family = new RunIndex(syntheticRun({ conditions: [{}, attack('char')], problems: 3 }))
  expect(family.quantized).toEqual([1, 2, 4, 5])
  const view = await family.triple({ taskId: 'Sham/1', benchmark: 'sham' }, 5, 1)
  expect(view.arms).toEqual({ original: 'lab/Sham-3B fp32', variant: 'lab/Sham-3B int4' })
  expect(view.cells.clean.original.code).toBe((await family.open.sample('v3.c0.sham', 'Sham/1'))?.completion)
})
