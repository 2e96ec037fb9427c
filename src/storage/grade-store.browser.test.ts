import { Dexie } from 'dexie'
import { afterEach, expect, it } from 'vitest'
import type { GradedSample } from '../core/grading/types'
import { createGradeStore } from './grade-store'

const NAME = 'shakedown-grades-test'
const sample = (id: string, output = ''): GradedSample => ({
  id,
  task_id: 'T/0',
  index: 0,
  raw: 'raw \ud800',
  solution: 'x',
  extracted: true,
  base_status: 'fail',
  plus_status: null,
  kind: 'exception',
  failing: { suite: 'base', index: 1, input: '1', expected: '2', got: 'E', trace: [{ line: 3, name: 'f' }] },
  tests: { base: '10', plus: '' },
  output,
  timing: { judge_ms: 1.5 },
})

afterEach(() => Dexie.delete(NAME))

it('gives back those verdicts that exist, also when opened anew; the last one put counts', async () => {
  const store = createGradeStore(NAME)
  await Promise.all([store.putGraded(sample('a')), store.putGraded(sample('b'))])
  await store.putGraded(sample('b', 'again'))
  expect(await createGradeStore(NAME).graded(['b', 'none', 'a'])).toEqual(
    new Map([
      ['b', sample('b', 'again')],
      ['a', sample('a')],
    ]),
  )
  expect(await store.graded([])).toEqual(new Map())
})
