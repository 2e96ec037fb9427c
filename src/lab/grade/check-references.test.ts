import { describe, expect, it } from 'vitest'
import { LabError } from '../../core/errors'
import type { Judge, ReferenceReport } from '../ports'
import { fakeBenchmark, fakeJudge } from '../run/fakes'
import { checkReferences, type CheckEvent } from './check-references'

const benchmark = fakeBenchmark('fake', 5)
const { signal } = new AbortController()

function judgeThat(check: (taskId: string) => ReferenceReport | Promise<ReferenceReport>): Judge {
  return { ...fakeJudge().judge, checkReference: async ({ taskId }) => check(taskId) }
}

function report(taskId: string): ReferenceReport {
  return { taskId, faults: [], tests: { base: 1, plus: 0 }, milliseconds: 1, slowest: null }
}

describe('checkReferences', () => {
  it('reports in the order of the benchmark, whichever ends first', async () => {
    const judge = judgeThat(async (taskId) => {
      await new Promise((resolve) => setTimeout(resolve, taskId === 'Fake/0' ? 15 : 0))
      return report(taskId)
    })
    const events: CheckEvent[] = []
    const reports = await checkReferences({ benchmark, tasks: null, parallel: 2, signal }, judge, (event) =>
      events.push(event),
    )
    expect(reports.map(({ taskId }) => taskId)).toEqual(benchmark.problems.map(({ taskId }) => taskId))
    expect(events.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5])
    expect(events[0]?.report.taskId).toBe('Fake/1')
    expect(events.at(-1)).toMatchObject({ total: 5, secondsLeft: 0 })
  })

  it('checks the tasks asked for, and ends with what the judge throws', async () => {
    const some = { benchmark, tasks: ['Fake/3', 'Fake/1'], parallel: 2, signal }
    const reports = await checkReferences(some, judgeThat(report), () => undefined)
    expect(reports.map(({ taskId }) => taskId)).toEqual(['Fake/1', 'Fake/3'])
    const broken = new LabError('sandbox-broken', 'Gone.', 'Start again.')
    const judge = judgeThat(() => Promise.reject(broken))
    await expect(checkReferences(some, judge, () => undefined)).rejects.toBe(broken)
  })
})
