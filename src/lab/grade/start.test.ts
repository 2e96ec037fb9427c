import { describe, expect, it } from 'vitest'
import type { Benchmark } from '../../core/benchmarks/types'
import { cancelled, LabError } from '../../core/errors'
import type { GradedSample, GradingOptions, ImportedSample } from '../../core/grading/types'
import type { VerdictKind } from '../../core/judge/verdict'
import type { Judge } from '../ports'
import { fakeBenchmark } from '../run/fakes'
import { createMemoryGradeStore } from './memory-store'
import type { GradeEvent, GradeServices } from './port'
import { startGrading } from './start'

const benchmark = fakeBenchmark('fake', 4)

/** `n` samples of each task, all different, in a shuffled order of tasks. */
function samplesFor(tasks: readonly string[], n: number): ImportedSample[] {
  return Array.from({ length: n }, (_, index) =>
    tasks.map((taskId): ImportedSample => ({
      taskId,
      index,
      line: 1,
      text: { kind: 'solution', value: `def f():\n    return "${taskId} ${index}"\n` },
    })),
  ).flat()
}

interface FakeJudge {
  readonly judge: Judge
  readonly judged: string[]
  most: number
}

/** Passes what holds an even digit last; `before` may throw or wait. */
function fakeJudge(before: (program: string, signal: AbortSignal | undefined) => unknown = () => undefined): FakeJudge {
  const judged: string[] = []
  let running = 0
  const fake: FakeJudge = {
    judged,
    most: 0,
    judge: {
      environment: async () => ({ pyodide: '0', python: '3' }),
      judge: async (_problem, program, call) => {
        running += 1
        fake.most = Math.max(fake.most, running)
        try {
          await new Promise((resolve) => setTimeout(resolve))
          if (call?.signal?.aborted === true) throw cancelled()
          await before(program, call?.signal)
        } finally {
          running -= 1
        }
        judged.push(program)
        const kind: VerdictKind = program.startsWith('words') ? 'syntax' : 'pass'
        const status = kind === 'pass' ? 'pass' : 'fail'
        const plusStatus = call?.suites === 'base' ? null : status
        return {
          baseStatus: status,
          plusStatus,
          kind,
          failing: null,
          baseTests: ['pass'],
          plusTests: [],
          milliseconds: 1,
          output: '',
        }
      },
      checkReference: () => Promise.reject(new Error('not needed')),
      close: () => undefined,
    },
  }
  return fake
}

const all: GradingOptions = { extraction: 'none', suites: 'both', tasks: null }

function begin(
  samples: readonly ImportedSample[],
  services: GradeServices,
  options: Partial<GradingOptions> = {},
  of: Benchmark = benchmark,
) {
  const events: GradeEvent[] = []
  const request = {
    benchmark: of,
    samples: { name: 'samples.jsonl', md5: '', samples, skipped: [] },
    options: { ...all, ...options },
    limits: { minimum_seconds: 1 },
  }
  return { events, handle: startGrading(request, services, (event) => events.push(event)) }
}

const taskIds = benchmark.problems.map(({ taskId }) => taskId)
const reversed = [...taskIds].reverse()

describe('startGrading', () => {
  it('grades each program once and orders the samples as the benchmark does', async () => {
    const { judge, judged } = fakeJudge()
    const samples = samplesFor(reversed, 3)
    const twin = samples.map((sample) => ({ ...sample, index: sample.index + 3 }))
    const { handle, events } = begin([...samples, ...twin], { judge, store: createMemoryGradeStore() })
    const run = await handle.finished
    expect(run.samples.map(({ task_id, index }) => `${task_id} ${index}`)).toEqual(
      taskIds.flatMap((taskId) => [0, 1, 2, 3, 4, 5].map((index) => `${taskId} ${index}`)),
    )
    expect(judged).toHaveLength(12)
    expect(new Set(run.samples.map(({ id }) => id)).size).toBe(12)
    expect(run).toMatchObject({ missing: [], unknown: [], ungraded: [] })
    expect(events[0]).toEqual({ type: 'planned', total: 24, reused: 0, missing: [], unknown: [] })
    const graded = events.filter((event) => event.type === 'graded')
    expect(graded).toHaveLength(24)
    expect(graded.at(-1)).toMatchObject({ done: 24, total: 24, secondsLeft: 0 })
  })

  it('appends completions to the prompt as it is, and lets solutions stand alone', async () => {
    const { judge, judged } = fakeJudge()
    const text = { kind: 'completion', value: '    return 1' } as const
    const sample = { taskId: 'Fake/0', index: 0, line: 1, text }
    const run = await begin([sample], { judge, store: createMemoryGradeStore() }).handle.finished
    expect(judged).toEqual([`${benchmark.problems[0]?.prompt}    return 1`])
    expect(run.samples[0]).toMatchObject({ raw: '    return 1', solution: judged[0] })
  })

  it('says which tasks are missing and which the benchmark does not have', async () => {
    const { judge } = fakeJudge()
    const samples = samplesFor(['Fake/2', 'Other/1', 'Fake/0'], 2)
    const store = createMemoryGradeStore()
    const run = await begin(samples, { judge, store }).handle.finished
    expect(run.samples).toHaveLength(4)
    expect(run).toMatchObject({ missing: ['Fake/1', 'Fake/3'], unknown: ['Other/1'] })
    const some = await begin(samples, { judge, store }, { tasks: ['Fake/3', 'Fake/2'] }).handle.finished
    expect(some.samples.map(({ task_id }) => task_id)).toEqual(['Fake/2', 'Fake/2'])
    expect(some).toMatchObject({ missing: ['Fake/3'], unknown: ['Other/1'] })
    const absent = begin(samples, { judge, store }, { tasks: ['Fake/9'] }).handle.finished
    await expect(absent).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('Fake/9') })
  })

  it('reuses what the store has, and nothing that was graded under other limits or suites', async () => {
    const store = createMemoryGradeStore()
    const samples = samplesFor(taskIds, 2)
    const first = await begin(samples, { judge: fakeJudge().judge, store }).handle.finished
    const again = fakeJudge()
    const second = begin(samples, { judge: again.judge, store })
    expect(await second.handle.finished).toEqual(first)
    expect(again.judged).toEqual([])
    expect(second.events.filter((event) => event.type === 'graded').every(({ fresh }) => !fresh)).toBe(true)
    const base = fakeJudge()
    const run = await begin(samples, { judge: base.judge, store }, { suites: 'base' }).handle.finished
    expect(base.judged).toHaveLength(8)
    expect(run.samples.every(({ plus_status }) => plus_status === null)).toBe(true)
  })

  it('gives the undisturbed run after a failure, and judges nothing twice', async () => {
    const samples = samplesFor(reversed, 5)
    const undisturbed = await begin(samples, { judge: fakeJudge().judge, store: createMemoryGradeStore() }).handle
      .finished
    const kept: GradedSample[] = []
    const lost = new LabError('sandbox-broken', 'Gone.', 'Start again.')
    let left = 7
    const broken = fakeJudge(() => {
      if (left-- === 0) throw lost
    })
    const store = createMemoryGradeStore([], (sample) => void kept.push(sample))
    await expect(begin(samples, { judge: broken.judge, store, parallel: 3 }).handle.finished).rejects.toBe(lost)
    expect(kept.length).toBeGreaterThanOrEqual(7)
    const resumed = fakeJudge()
    const run = await begin(samples, { judge: resumed.judge, store: createMemoryGradeStore(kept) }).handle.finished
    expect(run).toEqual(undisturbed)
    expect(resumed.judged).toHaveLength(20 - kept.length)
  })

  it('leaves out the samples of a problem whose reference fails, and says so once', async () => {
    const failed = new LabError('reference-failed', 'It raised.', 'Leave it out.')
    const { judge } = fakeJudge((program) => {
      if (program.includes('Fake/1')) throw failed
    })
    const { handle, events } = begin(samplesFor(taskIds, 4), { judge, store: createMemoryGradeStore(), parallel: 2 })
    const run = await handle.finished
    expect(run.samples).toHaveLength(12)
    expect(run.ungraded).toEqual([{ taskId: 'Fake/1', error: failed.toPlain() }])
    expect(events.filter(({ type }) => type === 'ungraded')).toHaveLength(1)
    expect(events.filter((event) => event.type === 'graded').at(-1)).toMatchObject({ done: 16, total: 16 })
  })

  it('keeps the judge busy, but never gives it more than it was told', async () => {
    const fake = fakeJudge()
    const samples = samplesFor(taskIds, 10)
    await begin(samples, { judge: fake.judge, store: createMemoryGradeStore(), parallel: 5 }).handle.finished
    expect(fake.most).toBe(5)
  })

  it('pauses, goes on, and can be cancelled while paused', async () => {
    const samples = samplesFor(taskIds, 5)
    const fake = fakeJudge(() => {
      if (fake.judged.length === 3) run.handle.pause()
    })
    const run = begin(samples, { judge: fake.judge, store: createMemoryGradeStore(), parallel: 2 })
    // What was under way when it was paused still ends.
    await expect.poll(() => fake.judged.length).toBeGreaterThan(2)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const paused = fake.judged.length
    expect(paused).toBeLessThan(8)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(fake.judged).toHaveLength(paused)
    run.handle.resume()
    expect((await run.handle.finished).samples).toHaveLength(20)
    expect(fake.judged).toHaveLength(20)

    const other = begin(samples, { judge: fakeJudge().judge, store: createMemoryGradeStore() })
    other.handle.pause()
    other.handle.cancel()
    await expect(other.handle.finished).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('names extraction that found nothing', async () => {
    const text = { kind: 'solution', value: 'words of no program' } as const
    const sample = { taskId: 'Fake/0', index: 0, line: 1, text }
    const grade = (extraction: GradingOptions['extraction']) =>
      begin([sample], { judge: fakeJudge().judge, store: createMemoryGradeStore() }, { extraction }).handle.finished
    expect((await grade('sanitize')).samples[0]).toMatchObject({ kind: 'not-extracted', extracted: false })
    expect((await grade('none')).samples[0]).toMatchObject({ kind: 'syntax', extracted: true })
  })

  it('ends with what the store throws', async () => {
    const full = new LabError('storage-full', 'Full.', 'Make room.')
    const store = createMemoryGradeStore([], () => Promise.reject(full))
    await expect(begin(samplesFor(taskIds, 1), { judge: fakeJudge().judge, store }).handle.finished).rejects.toBe(full)
  })
})
