import { expect, test } from 'vitest'
import { LabError } from '../../../core/errors'
import { createMemoryGradeStore } from '../../../lab/grade/memory-store'
import { startGrading } from '../../../lab/grade/start'
import type { BenchmarkLibrary, Judge } from '../../../lab/ports'
import type { Grading } from '../../services'
import { ScoreSession } from './session.svelte'
import { exampleBenchmark, exampleProblem, exampleSamples } from './testing'

const benchmark = exampleBenchmark(['T/0', 'T/1', 'T/2'].map((taskId) => exampleProblem(taskId)))
const samples = exampleSamples('T/0', 'T/0', 'T/1', 'T/9')

/** Passes a program whose text ends in an even index; counts what is opened, asked and closed. */
function fakes(reference: (taskId: string) => void = () => undefined) {
  const log = { opened: 0, closed: 0, judged: [] as string[] }
  const judge: Judge = {
    environment: async () => ({ pyodide: '0', python: '3' }),
    judge: async ({ taskId }, program) => {
      reference(taskId)
      log.judged.push(program)
      const isRight = program.endsWith('0\n')
      return {
        baseStatus: isRight ? 'pass' : 'fail',
        plusStatus: isRight ? 'pass' : 'fail',
        kind: isRight ? 'pass' : 'exception',
        failing: null,
        baseTests: [isRight ? 'pass' : 'fail'],
        plusTests: [],
        milliseconds: 1,
        output: '',
      }
    },
    checkReference: () => Promise.reject(new Error('not asked for')),
    close: () => void (log.closed += 1),
  }
  const grading: Grading = {
    start: startGrading,
    store: createMemoryGradeStore(),
    openJudge: () => {
      log.opened += 1
      return judge
    },
    readSamples: (name) => {
      if (name === 'bad.jsonl') throw new LabError('bad-samples', 'bad.jsonl has no samples.', 'Give others.')
      return samples
    },
    resultsFile: ({ samples }) => new Blob([JSON.stringify(samples.length)]),
    samplesFile: ({ samples }) => new Blob([JSON.stringify(samples.length)]),
  }
  const library = { load: async () => benchmark } as Partial<BenchmarkLibrary> as BenchmarkLibrary
  const services = { benchmarks: async () => library, grading: async () => grading }
  return { log, session: new ScoreSession(services) }
}

async function ready(given = fakes()) {
  await given.session.choose('example')
  await given.session.readSamples(new File(['{}'], 'samples.jsonl'))
  return given
}

test('nothing is judged before a person asks for it', async () => {
  const { session, log } = await ready()
  session.show()
  expect(session.samples?.samples).toHaveLength(4)
  expect(log).toEqual({ opened: 0, closed: 0, judged: [] })
})

test('grades what the benchmark has, counts by verdict, and says what is missing and unknown', async () => {
  const { session, log } = await ready()
  await session.grade()
  expect(session.error).toBeNull()
  expect(session.phase).toBe('finished')
  expect(session.progress).toMatchObject({ done: 3, total: 3, reused: 0 })
  expect(session.board?.counts).toEqual([
    { kind: 'pass', count: 2 },
    { kind: 'exception', count: 1 },
  ])
  expect(session.board?.passRates.base).toEqual({ 'pass@1': 0.75 })
  expect(session.board?.missing.map(({ taskId }) => taskId)).toEqual(['T/2'])
  expect(session.board?.unknown).toEqual(['T/9'])
  expect(log.judged).toHaveLength(3)
  expect(await (await session.exported('results')).content.text()).toBe('3')
})

test('the same file again is taken from what is kept', async () => {
  const { session, log } = await ready()
  await session.grade()
  await session.grade()
  expect(session.progress).toMatchObject({ done: 3, total: 3, reused: 3 })
  expect(log.judged).toHaveLength(3)
})

test('one judge for gradings with the same limits; another for others; closed when the page is left', async () => {
  const { session, log } = await ready()
  session.show()
  await session.grade()
  await session.judge(session.options)
  expect(log).toMatchObject({ opened: 1, closed: 0 })
  session.options = { ...session.options, timeFactor: 2 }
  await session.grade()
  expect(log).toMatchObject({ opened: 2, closed: 1 })
  session.hide()
  expect(log).toMatchObject({ opened: 2, closed: 2 })
})

test('a grading that ends while another page is open closes its judge', async () => {
  const { session, log } = await ready()
  await session.grade()
  expect(log).toMatchObject({ opened: 1, closed: 1 })
})

test('a task whose reference fails is told with its reason and does not count', async () => {
  const { session } = await ready(
    fakes((taskId) => {
      if (taskId === 'T/1') throw new LabError('reference-failed', 'The reference of T/1 raised.', 'Check it.')
    }),
  )
  await session.grade()
  expect(session.board?.ungraded).toMatchObject([{ taskId: 'T/1', error: { code: 'reference-failed' } }])
  expect(session.board?.tasks.find(({ taskId }) => taskId === 'T/1')?.state).toBe('ungraded')
  expect(session.error).toBeNull()
  expect(session.phase).toBe('finished')
})

test('cancelling keeps what was graded, and grading again does only the rest', async () => {
  const { session, log } = await ready()
  const grading = session.grade()
  session.cancel()
  await grading
  expect(session.phase).toBe('cancelled')
  await session.grade()
  expect(session.error).toBeNull()
  expect(session.phase).toBe('finished')
  expect(log.judged).toHaveLength(3)
})

test('a file that holds no samples is a named error, and what was there stays', async () => {
  const { session } = await ready()
  await session.readSamples(new File(['x'], 'bad.jsonl'))
  expect(session.samplesError?.code).toBe('bad-samples')
  expect(session.samples).toBe(samples)
})

test('what is shown keeps the settings it was graded with', async () => {
  const { session } = await ready()
  await session.grade()
  session.options = { ...session.options, suites: 'base' }
  expect(session.gradedWith?.options.suites).toBe('both')
})

test('thousands of verdicts at once are shown in a few steps', async () => {
  const many = exampleBenchmark(Array.from({ length: 2500 }, (_, place) => exampleProblem(`T/${place}`)))
  const { session } = fakes()
  await session.choose('example')
  session.benchmark = many
  session.samples = exampleSamples(...many.problems.flatMap(({ taskId }) => [taskId, taskId]))
  await session.grade()
  expect(session.board?.rows).toHaveLength(5000)
  expect(session.board?.counts.map(({ count }) => count)).toEqual([2500, 2500])
  expect(session.board?.shown).toHaveLength(50)
})
