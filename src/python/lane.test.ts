import { afterEach, describe, expect, test } from 'vitest'
import type { SealedFrame } from './frame'
import { Lane, type Program } from './lane'
import { Pool } from './pool'
import type { RunRequest, WorkerReply } from './protocol'

/** The page's side against workers that lie, stop answering or never start. No browser is needed for that. */

type Behaviour = (request: RunRequest, reply: (message: WorkerReply) => void) => void

const program: Program = {
  source: '',
  entryPoint: 'f',
  inputs: new ArrayBuffer(0),
  ends: [0, 0],
  limits: [20, 20],
  loadLimit: 20,
  totalLimit: 40,
  answer: 'value',
  replies: 'each',
}
const READY: WorkerReply = { kind: 'ready', python: '3', pyodide: '1', snapshot: null }
const NONE = { type: 'exception', name: 'E', message: '', trace: [] } as const

const ports: MessagePort[] = []
afterEach(() => ports.splice(0).forEach((port) => port.close()))

function lane(
  behaviour: Behaviour,
  first: WorkerReply | null = READY,
): { lane: Lane; stopped: number[]; started: () => number } {
  const stopped: number[] = []
  let started = 0
  const frame: SealedFrame = {
    start() {
      started += 1
      const pipe = new MessageChannel()
      ports.push(pipe.port1, pipe.port2)
      const reply = (message: WorkerReply) => pipe.port2.postMessage(message)
      pipe.port2.onmessage = (event: MessageEvent<RunRequest>) => behaviour(event.data, reply)
      if (first !== null) reply(first)
      return { worker: started, port: pipe.port1 }
    },
    stop: (worker) => stopped.push(worker),
    keepSnapshot: () => {},
    close: () => {},
  }
  const options = { limits: { valueBytes: 1, fileBytes: 1, heapBytes: 1 }, startSeconds: 0.05, graceSeconds: 0.05 }
  return { lane: new Lane(frame, options, { snapshot: true }), stopped, started: () => started }
}

describe('a lane', () => {
  test('collects what an honest worker says, and keeps it', async () => {
    const { lane: honest, stopped } = lane(({ run }, reply) => {
      reply({ kind: 'loaded', run, outcome: { type: 'loaded' } })
      for (const index of [0, 1]) reply({ kind: 'tests', run, first: index, outcomes: [NONE], times: [1] })
      reply({ kind: 'done', run, output: '', reusable: true })
    })
    expect(await honest.run(program)).toEqual({ load: { type: 'loaded' }, tests: [NONE, NONE], times: [1, 1], output: '' })
    expect(stopped).toEqual([])
  })

  test.each<[string, Behaviour]>([
    [
      'a test before the load',
      ({ run }, reply) => reply({ kind: 'tests', run, first: 0, outcomes: [NONE], times: [1] }),
    ],
    ['the end before the load', ({ run }, reply) => reply({ kind: 'done', run, output: '', reusable: true })],
    ['another run', ({ run }, reply) => reply({ kind: 'loaded', run: run + 1, outcome: { type: 'loaded' } })],
    [
      'a test that was not asked',
      ({ run }, reply) => {
        reply({ kind: 'loaded', run, outcome: { type: 'loaded' } })
        reply({ kind: 'tests', run, first: 1, outcomes: [NONE], times: [1] })
      },
    ],
  ])('takes %s for tampering and replaces the worker', async (_name, behaviour) => {
    const { lane: lying, stopped, started } = lane(behaviour)
    const { load, tests } = await lying.run(program)
    expect(tests.at(-1) ?? load).toMatchObject({ type: 'crash', reason: 'tampered' })
    expect(stopped).toEqual([1])
    expect(started()).toBe(2)
  })

  test('ends a worker that falls silent, keeping the answers it gave', async () => {
    const { lane: silent, stopped } = lane(({ run }, reply) => {
      reply({ kind: 'loaded', run, outcome: { type: 'loaded' } })
      reply({ kind: 'tests', run, first: 0, outcomes: [NONE], times: [1] })
    })
    expect((await silent.run(program)).tests).toEqual([NONE, { type: 'timeout', by: 'watchdog' }])
    expect(stopped).toEqual([1])
  })

  test('names a start that fails, and a start that never ends', async () => {
    await expect(lane(() => {}, { kind: 'failed', message: 'broken' }).lane.info()).rejects.toMatchObject({
      code: 'python-start',
      message: expect.stringContaining('broken'),
    })
    await expect(lane(() => {}, null).lane.info()).rejects.toMatchObject({ code: 'python-start' })
  })
})

test('a pool never gives one lane to two, and serves in order', async () => {
  const pool = new Pool(['a', 'b'])
  const busy = new Set<string>()
  const order: number[] = []
  const works = Array.from({ length: 20 }, (_, index) =>
    pool.use(async (name) => {
      expect(busy.has(name)).toBe(false)
      busy.add(name)
      order.push(index)
      await new Promise((resolve) => setTimeout(resolve, index % 3))
      busy.delete(name)
      if (index === 4) throw new Error('one fails')
      return index
    }),
  )
  const results = await Promise.allSettled(works)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(19)
  expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
})
