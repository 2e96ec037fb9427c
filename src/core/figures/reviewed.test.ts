import { expect, test } from 'vitest'
import { openBundle } from '../experiment/open-run'
import { reviewed } from '../metrics/review'
import { reviewedOpen } from './reviewed'
import { attack, noise, syntheticBundle } from './testing'

const bundle = syntheticBundle({
  problems: 10,
  conditions: [{}, attack('char'), attack('control-partial'), attack('dead-code'), noise('gaussian', 0.01)],
})
const open = openBundle(bundle)
const rejected = bundle.prompts.filter(({ edits }, place) => edits.length > 0 && place % 3 === 0)

test('says of an open run what is said of one in memory', () => {
  const some = rejected.map(({ task_id, hash }) => ({ task_id, prompt: hash }))
  expect(some.length).toBeGreaterThan(2)
  expect(reviewedOpen(open, some)).toEqual(reviewed(bundle, some))
})

test('rejections of other runs, and of clean prompts, take nothing away', () => {
  const clean = bundle.prompts.find(({ edits }) => edits.length === 0)
  const others = [
    { task_id: clean?.task_id ?? '', prompt: clean?.hash ?? '' },
    { task_id: 'Other/1', prompt: 'x' },
  ]
  expect(reviewedOpen(open, others)).toEqual(reviewed(bundle, others))
  expect(reviewedOpen(open, others).review).toBeUndefined()
})
