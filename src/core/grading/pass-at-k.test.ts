import { describe, expect, it } from 'vitest'
import { passAtK } from './pass-at-k'

/** Samples of one task, `1` for each that passes: base and plus. */
function task(task_id: string, base: string, plus: string | null = base) {
  return Array.from(base, (passed, index) => ({
    task_id,
    base_status: passed === '1' ? ('pass' as const) : ('fail' as const),
    plus_status: plus === null ? null : plus[index] === '1' ? ('pass' as const) : ('fail' as const),
  }))
}

describe('passAtK', () => {
  it('is the mean over tasks, for each k that every task has samples for', () => {
    const samples = [...task('a', '1000000000'), ...task('b', '110000000011')]
    const { base } = passAtK(samples)
    expect(Object.keys(base)).toEqual(['pass@1', 'pass@10'])
    expect(base['pass@1']).toBeCloseTo((1 / 10 + 4 / 12) / 2, 15)
    expect(base['pass@10']).toBeCloseTo(1, 15)
  })

  it('asks for base and plus together, and knows none where there were no plus tests', () => {
    expect(passAtK([...task('a', '1', '0'), ...task('b', '0', '1'), ...task('c', '1', '1')])).toMatchObject({
      base: { 'pass@1': 2 / 3 },
      plus: { 'pass@1': 1 / 3 },
    })
    expect(passAtK(task('a', '1', null)).plus).toBeNull()
    expect(passAtK([]).base).toEqual({})
  })
})
