import fc from 'fast-check'
import { expect, it } from 'vitest'
import { flippedProblems } from './flipped-problems'
import type { JudgedSample } from './summary'
import { countFlips } from './flips'

const sample = (cell: string, task: number, base: boolean, plus: boolean): JudgedSample => ({
  cell,
  task_id: `T/${task}`,
  index: 0,
  base_status: base ? 'pass' : 'fail',
  plus_status: plus ? 'pass' : 'fail',
})

it('names the problems that the flips count', () => {
  const verdicts = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()), { maxLength: 20 })
  fc.assert(
    fc.property(verdicts, (rows) => {
      const samples = rows.flatMap(([b0, p0, b1, p1], task) => [sample('a', task, b0, p0), sample('b', task, b1, p1)])
      const flipped = flippedProblems({ cell: 'b', against: 'a', suite: 'plus' }, samples)
      const counts = countFlips(
        rows.map(([base, plus]) => base && plus),
        rows.map(([, , base, plus]) => base && plus),
      )
      expect([flipped.lost.length, flipped.gained.length]).toEqual([counts.lost, counts.gained])
    }),
  )
})

it('takes base and plus together on the plus tests, and only problems that both cells have', () => {
  const samples = [
    sample('a', 1, true, true),
    sample('b', 1, false, true),
    sample('a', 2, true, false),
    sample('b', 2, true, true),
    sample('b', 3, true, true),
  ]
  expect(flippedProblems({ cell: 'b', against: 'a', suite: 'plus' }, samples)).toMatchObject({
    lost: ['T/1'],
    gained: ['T/2'],
  })
  expect(flippedProblems({ cell: 'b', against: 'a', suite: 'base' }, samples)).toMatchObject({
    lost: ['T/1'],
    gained: [],
  })
})
