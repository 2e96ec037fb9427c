import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from './clock'
import type { SealedFrame } from './frame'
import { FrameLost } from './frame-lost'
import { Frames } from './frames'
import { Lane, type Program } from './lane'
import type { SnapshotStore } from './snapshot-store'
import {
  closePorts,
  fakeFrame,
  honest,
  NONE,
  program,
  READY,
  type Behaviour,
  type FakeFrame,
} from './testing/fake-frame'
import { Zombies } from './zombies'

/** The page's side against workers that lie, stop answering or never start. */

afterEach(closePorts)

/** Long beside any pause of the test's own process, which holds hundreds of megabytes in one test. */
const PATIENT = 20
/** For workers that never start: this is waited out. */
const IMPATIENT = 1

function laneIn(...fakes: FakeFrame[]): Lane {
  return laneStartedWithin(PATIENT, ...fakes)
}

function laneStartedWithin(startSeconds: number, ...fakes: FakeFrame[]): Lane {
  const waiting = fakes.slice()
  const frames = new Frames(() => {
    const next = waiting.shift()
    return next === undefined ? Promise.reject(new Error('No further frame.')) : Promise.resolve(next.frame)
  })
  const options = { limits: { valueBytes: 1, fileBytes: 1, heapBytes: 1 }, startSeconds, graceSeconds: 0.2 }
  return new Lane(frames, new Zombies(systemClock, 2), options)
}

describe('a lane', () => {
  test('collects what an honest worker says, and keeps it', async () => {
    const fake = fakeFrame(honest)
    const outcome = await laneIn(fake).run(program)
    expect(outcome).toEqual({ load: { type: 'loaded' }, tests: [NONE, NONE], times: [1, 1], output: '' })
    expect(fake.stopped).toEqual([])
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
    [
      'more tests than were asked',
      ({ run }, reply) => {
        reply({ kind: 'loaded', run, outcome: { type: 'loaded' } })
        reply({ kind: 'tests', run, first: 0, outcomes: [NONE, NONE, NONE], times: [1, 1, 1] })
      },
    ],
  ])('takes %s for tampering and replaces the worker', async (_name, behaviour) => {
    const fake = fakeFrame(behaviour)
    const { load, tests } = await laneIn(fake).run(program)
    expect(tests.at(-1) ?? load).toMatchObject({ type: 'crash', reason: 'tampered' })
    expect(fake.stopped).toEqual([1])
    await expect.poll(() => fake.starts.length).toBe(2)
  })

  test('keeps no more of the values of one run than the page can hold', async () => {
    const large = { type: 'value', bytes: new Uint8Array(140_000_000) } as const
    const fake = fakeFrame(({ run }, reply) => {
      reply({ kind: 'loaded', run, outcome: { type: 'loaded' } })
      reply({ kind: 'tests', run, first: 0, outcomes: [large, large], times: [1, 1] })
      reply({ kind: 'done', run, output: '', reusable: true })
    })
    const { tests } = await laneIn(fake).run({ ...program, totalLimit: 10_000, limits: [10_000, 10_000] })
    expect(tests[0]).toMatchObject({ type: 'value' })
    expect(tests[1]).toEqual({ type: 'too-large', bytes: 280_000_000 })
  })

  test('ends a worker that falls silent, keeping the answers it gave', async () => {
    const fake = fakeFrame(({ run }, reply) => {
      reply({ kind: 'loaded', run, outcome: { type: 'loaded' } })
      reply({ kind: 'tests', run, first: 0, outcomes: [NONE], times: [1] })
    })
    expect((await laneIn(fake).run(program)).tests).toEqual([NONE, { type: 'timeout', by: 'watchdog' }])
    expect(fake.stopped).toEqual([1])
  })

  test('in a batch, waits as long as the longest test that may be running', async () => {
    const late: Behaviour = ({ run }, reply) => {
      reply({ kind: 'loaded', run, outcome: { type: 'loaded' } })
      setTimeout(() => {
        reply({ kind: 'tests', run, first: 0, outcomes: [NONE, NONE], times: [1, 1] })
        reply({ kind: 'done', run, output: '', reusable: true })
      }, 600)
    }
    const slowSecond: Program = { ...program, limits: [20, 3000], totalLimit: 3000 }
    expect((await laneIn(fakeFrame(late)).run({ ...slowSecond, replies: 'batched' })).tests).toEqual([NONE, NONE])
    expect((await laneIn(fakeFrame(late)).run(slowSecond)).tests).toEqual([{ type: 'timeout', by: 'watchdog' }])
  })

  test('a worker whose script dies ends its program at once, and an idle one is replaced before the next', async () => {
    const hanging = fakeFrame(() => {})
    const lane = laneIn(hanging)
    await lane.info()
    const running = lane.run({ ...program, loadLimit: 60_000 })
    await expect.poll(() => hanging.errors.length).toBe(1)
    setTimeout(() => hanging.errors[0]?.('boom'), 20)
    expect((await running).load).toEqual({ type: 'crash', reason: 'fatal', message: 'boom' })

    const fake = fakeFrame(honest)
    const idle = laneIn(fake)
    await idle.info()
    fake.errors[0]?.('boom')
    expect((await idle.run(program)).tests).toEqual([NONE, NONE])
    expect(fake.starts.length).toBe(2)
  })

  test('a program is not blamed for the death of its frame', async () => {
    const dead = fakeFrame(() => (dead.alive = false))
    const next = fakeFrame(honest)
    const lane = laneIn(dead, next)
    await expect(lane.run(program)).rejects.toBeInstanceOf(FrameLost)
    expect((await lane.run(program)).tests).toEqual([NONE, NONE])
    expect(next.starts).toEqual([false])
  })

  test('a frame that dies while an interpreter starts is replaced once', async () => {
    const dead = fakeFrame(honest, null)
    dead.alive = false
    const lane = laneStartedWithin(IMPATIENT, dead, fakeFrame(honest))
    expect((await lane.run(program)).tests).toEqual([NONE, NONE])
    const both = [fakeFrame(honest, null), fakeFrame(honest, null)] as const
    for (const fake of both) fake.alive = false
    await expect(laneStartedWithin(IMPATIENT, ...both).run(program)).rejects.toMatchObject({ code: 'python-start' })
  })

  test('an aborted program is ended', async () => {
    const fake = fakeFrame(() => {})
    const controller = new AbortController()
    const running = laneIn(fake).run({ ...program, loadLimit: 60_000 }, controller.signal)
    await expect.poll(() => fake.starts.length).toBe(1)
    setTimeout(() => controller.abort(new Error('enough')), 20)
    await expect(running).rejects.toThrow('enough')
    expect(fake.stopped).toEqual([1])
  })

  test('names a start that fails, a wall that does not hold, and a start that never ends', async () => {
    await expect(laneIn(fakeFrame(() => {}, { kind: 'failed', message: 'broken' })).info()).rejects.toMatchObject({
      code: 'python-start',
      message: expect.stringContaining('broken'),
    })
    const unsealed = fakeFrame(() => {}, { kind: 'failed', message: 'eval works', code: 'sandbox-broken' })
    await expect(laneIn(unsealed).info()).rejects.toMatchObject({ code: 'sandbox-broken' })
    await expect(
      laneStartedWithin(
        IMPATIENT,
        fakeFrame(() => {}, null),
      ).info(),
    ).rejects.toMatchObject({ code: 'python-start' })
  })
})

test('only the first interpreter of a frame starts cold; the others wait for its memory', async () => {
  const fake = fakeFrame(honest, { ...READY, snapshot: new ArrayBuffer(1) })
  const frames = new Frames(() => Promise.resolve(fake.frame))
  const options = { limits: { valueBytes: 1, fileBytes: 1, heapBytes: 1 }, startSeconds: PATIENT, graceSeconds: 0.2 }
  const zombies = new Zombies(systemClock, 2)
  await Promise.all([1, 2, 3].map(() => new Lane(frames, zombies, options).info()))
  expect(fake.starts).toEqual([false, true, true])
})

describe('memory kept from an earlier visit', () => {
  const options = { limits: { valueBytes: 1, fileBytes: 1, heapBytes: 1 }, startSeconds: PATIENT, graceSeconds: 0.2 }
  const storeOf = (memory: ArrayBuffer | null) => {
    const log: string[] = []
    const store: SnapshotStore = {
      load: () => Promise.resolve(memory),
      save: ({ size }) => Promise.resolve(void log.push(`save ${size}`)),
      forget: () => Promise.resolve(void log.push('forget')),
    }
    return { store, log }
  }

  test('is started from; where there is none, it is kept', async () => {
    for (const [memory, starts, log] of [
      [new ArrayBuffer(1), [true], []],
      [null, [false], ['save 7']],
    ] as const) {
      const fake = fakeFrame(honest, { ...READY, snapshot: new ArrayBuffer(7) })
      const kept = storeOf(memory)
      await new Lane(
        new Frames(() => Promise.resolve(fake.frame), kept.store),
        new Zombies(systemClock, 2),
        options,
      ).info()
      expect(fake.starts).toEqual(starts)
      expect(kept.log).toEqual(log)
    }
  })

  test('that no interpreter starts from is forgotten, and the start is a cold one', async () => {
    const fake = fakeFrame(honest, null)
    const start = fake.frame.start.bind(fake.frame)
    const frame: SealedFrame = {
      ...fake.frame,
      start(how) {
        if (how.snapshot) setTimeout(() => how.onError('broken memory'), 1)
        const started = start(how)
        const reply = how.snapshot ? null : { ...READY, snapshot: new ArrayBuffer(7) }
        setTimeout(() => started.port.onmessage?.(new MessageEvent('message', { data: reply ?? { kind: 'done' } })), 5)
        return started
      },
    }
    const kept = storeOf(new ArrayBuffer(1))
    await new Lane(new Frames(() => Promise.resolve(frame), kept.store), new Zombies(systemClock, 2), options).info()
    expect(fake.starts).toEqual([true, false])
    expect(kept.log).toEqual(['forget', 'save 7'])
  })
})
