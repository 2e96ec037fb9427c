import { describe, expect, it } from 'vitest'
import { gradedId, type GradedWork } from './graded-id'

const work: GradedWork = {
  benchmark: { md5: 'ab', format: 'evalplus' },
  taskId: 'Test/0',
  program: 'def f():\n    return 1\n',
  extracted: true,
  suites: 'both',
  limits: { minimum_seconds: 1, time_factor: 1 },
  runtime: '314.0.7',
}

describe('gradedId', () => {
  it('is a hash that does not depend on the order of keys', () => {
    expect(gradedId(work)).toMatch(/^[0-9a-f]{64}$/)
    expect(gradedId({ ...work, limits: { time_factor: 1, minimum_seconds: 1 } })).toBe(gradedId(work))
  })

  it('changes with everything that can change a verdict', () => {
    const others: Partial<GradedWork>[] = [
      { benchmark: { md5: 'ac', format: 'evalplus' } },
      { benchmark: { md5: 'ab', format: 'shakedown' } },
      { taskId: 'Test/1' },
      { program: `${work.program}\n` },
      { extracted: false },
      { suites: 'base' },
      { limits: { minimum_seconds: 4, time_factor: 1 } },
      { limits: { minimum_seconds: 1, time_factor: 2 } },
      { runtime: '315.0.0' },
    ]
    const ids = new Set([work, ...others.map((other) => ({ ...work, ...other }))].map(gradedId))
    expect(ids.size).toBe(others.length + 1)
  })
})
