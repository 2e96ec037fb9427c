import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { cellKey } from '../experiment/cells'
import { SpecSchema } from '../experiment/spec'
import { summarise, type JudgedSample } from './summary'
import { findingOf, headline, verdictSentences, type JudgedRun } from './verdict'

const SPEC = v.parse(SpecSchema, {
  version: 1,
  name: 'test',
  variants: [
    { model: 'coder', scheme: 'fp32' },
    { model: 'coder', scheme: 'int4' },
  ],
  conditions: [{}, { weights: { noise: 'gaussian', level: 0.01, seed: 1 } }],
  benchmarks: [{ id: 'starter' }],
})

function run(...arms: readonly [number, number, string][]): JudgedRun {
  const samples = arms.flatMap(([variant, condition, marks]) =>
    Array.from(marks, (mark, index): JudgedSample => {
      const status = mark === '1' ? 'pass' : 'fail'
      const cell = cellKey(variant, condition, 'starter')
      return { cell, task_id: `T/${index}`, index: 0, base_status: status, plus_status: status }
    }),
  )
  return { spec: SPEC, ...summarise(SPEC, samples) }
}

const MOST = '1'.repeat(36) + '0'.repeat(4)
const HALF = '1'.repeat(18) + '0'.repeat(22)
const ONE_LESS = '1'.repeat(35) + '0'.repeat(5)
const THIRD = '1'.repeat(27) + '0'.repeat(13)

describe('the sentences', () => {
  it('say what broke, on how many problems, with the interval', () => {
    const broken = run([0, 0, MOST], [0, 1, MOST], [1, 0, HALF], [1, 1, HALF])
    const [loss] = verdictSentences(broken)
    expect(loss?.finding).toBe('worse')
    expect(loss?.text).toMatch(
      /^coder int4, clean, starter: 45\.0 points worse than coder fp32 \(95 % interval of the difference −\d+\.\d to −\d+\.\d; 40 problems, 18 lost, 0 gained\)\.$/,
    )
    expect(headline(broken)).toBe(loss?.text)
  })

  it('say that there are too few problems where the interval spans zero', () => {
    const close = run([0, 0, MOST], [0, 1, ONE_LESS], [1, 0, MOST], [1, 1, MOST])
    const drop = verdictSentences(close).find(({ topic }) => topic === 'drop')
    expect(drop?.finding).toBe('too-few')
    expect(drop?.text).toContain('2.5 points worse than clean')
    expect(drop?.text).toContain('too few problems to tell')
    expect(headline(close)).toBe('Nothing broke beyond chance in 4 comparisons of at least 40 problems.')
  })

  it('do not call no flip in few problems a proof', () => {
    const same = run([0, 0, '1'], [0, 1, '1'])
    expect(verdictSentences(same)[0]).toMatchObject({ finding: 'unchanged' })
    expect(verdictSentences(same)[0]?.text).toContain('on 1 problem; up to 95.0 % of problems may still flip')
  })

  it('call a gain a gain', () => {
    const better = run([0, 0, HALF], [1, 0, MOST])
    expect(verdictSentences(better)[0]).toMatchObject({ finding: 'better' })
    expect(verdictSentences(better)[0]?.text).toContain('45.0 points better than coder fp32')
  })

  it('compare robustness by the interval of the RRS, and give none where it is not defined', () => {
    const clear = run([0, 0, MOST], [0, 1, '0'.repeat(40)], [1, 0, MOST], [1, 1, THIRD])
    const score = verdictSentences(clear).find(({ topic }) => topic === 'robustness')
    expect(score).toMatchObject({ finding: 'better', cell: 'v1.c1.starter' })
    expect(score?.text).toContain('coder fp32 drops 90.0 points, coder int4 drops 22.5 points')
    expect(score?.text).toMatch(/RRS 4\.00, 95 % interval \d/)
    const turned = run([0, 0, MOST], [0, 1, THIRD], [1, 0, MOST], [1, 1, '0'.repeat(40)])
    expect(verdictSentences(turned).find(({ topic }) => topic === 'robustness')).toMatchObject({ finding: 'worse' })
    const open = run([0, 0, MOST], [0, 1, ONE_LESS], [1, 0, MOST], [1, 1, ONE_LESS])
    expect(verdictSentences(open).find(({ topic }) => topic === 'robustness')).toMatchObject({ finding: 'too-few' })
    const none = run([0, 0, MOST], [0, 1, MOST], [1, 0, ONE_LESS], [1, 1, MOST])
    const undefinedScore = verdictSentences(none).find(({ topic }) => topic === 'robustness')
    expect(undefinedScore?.finding).toBe('no-ratio')
    expect(undefinedScore?.text).toContain('coder fp32 does not change, coder int4 gains 2.5 points. No RRS')
  })

  it('have nothing to say of an empty run', () => {
    expect(headline(run())).toBe('Nothing has been compared yet.')
    expect(verdictSentences(run())).toEqual([])
  })
})

describe('a finding', () => {
  it('needs both the interval and the test', () => {
    const record = { low: 0.01, high: 0.2, lost: 4, gained: 0, mcnemar_p: 0.125 }
    expect(findingOf(record)).toBe('too-few')
    expect(findingOf({ ...record, mcnemar_p: 0.01 })).toBe('worse')
    expect(findingOf({ ...record, low: 0, mcnemar_p: 0.01 })).toBe('too-few')
  })
})
