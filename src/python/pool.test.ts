import { describe, expect, test } from 'vitest'
import type { Clock } from './clock'
import { lanesOf } from './options'
import { Pool } from './pool'
import { Zombies } from './zombies'

/** Time that passes when told to. */
class FakeClock implements Clock {
  #now = 0
  readonly #due: { at: number; act: () => void }[] = []

  after(milliseconds: number, act: () => void): () => void {
    const entry = { at: this.#now + milliseconds, act }
    this.#due.push(entry)
    return () => {
      const at = this.#due.indexOf(entry)
      if (at >= 0) this.#due.splice(at, 1)
    }
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds
    for (const entry of this.#due.filter(({ at }) => at <= this.#now)) {
      this.#due.splice(this.#due.indexOf(entry), 1)
      entry.act()
    }
  }
}

function poolOf(most: number) {
  const clock = new FakeClock()
  const dropped: number[] = []
  let made = 0
  const pool = new Pool<number>({
    most,
    make: () => (made += 1),
    drop: (lane) => void dropped.push(lane),
    idleMilliseconds: 30_000,
    clock,
  })
  return { pool, clock, dropped }
}

/** Work that goes on until told to end. */
function held(): { work: (lane: number) => Promise<number>; end: () => void } {
  let end = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  return { work: (lane) => ended.then(() => lane), end: () => end() }
}

describe('a pool', () => {
  test('never gives one lane to two, and serves in order', async () => {
    const { pool } = poolOf(2)
    const busy = new Set<number>()
    const order: number[] = []
    const works = Array.from({ length: 20 }, (_, index) =>
      pool.use(async (lane) => {
        expect(busy.has(lane)).toBe(false)
        busy.add(lane)
        order.push(index)
        await new Promise((resolve) => setTimeout(resolve, index % 3))
        busy.delete(lane)
        if (index === 4) throw new Error('one fails')
        return index
      }),
    )
    const results = await Promise.allSettled(works)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(19)
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
    expect(pool.size).toBe(2)
  })

  test('grows only while work waits, and shrinks to one when idle', async () => {
    const { pool, clock, dropped } = poolOf(3)
    expect(pool.size).toBe(0)
    for (let round = 0; round < 3; round += 1) expect(await pool.use((lane) => Promise.resolve(lane))).toBe(1)
    expect(pool.size).toBe(1)
    const works = [held(), held(), held(), held()]
    const results = works.map(({ work }) => pool.use(work))
    expect(pool.size).toBe(3)
    for (const { end } of works) end()
    expect((await Promise.all(results)).slice(0, 3)).toEqual([1, 2, 3])
    clock.pass(29_000)
    expect(pool.size).toBe(3)
    // The one that is used stays.
    const last = await pool.use((lane) => Promise.resolve(lane))
    clock.pass(2_000)
    expect(pool.size).toBe(1)
    expect(dropped).not.toContain(last)
    clock.pass(100_000)
    expect(pool.size).toBe(1)
  })

  test('work that must be alone waits for the others, and they for it', async () => {
    const { pool } = poolOf(2)
    const log: string[] = []
    const first = held()
    const before = pool.use(first.work).then(() => log.push('before'))
    const alone = held()
    const middle = pool.useAlone((lane) => alone.work(lane)).then(() => log.push('alone'))
    const after = pool.use(() => Promise.resolve()).then(() => log.push('after'))
    first.end()
    await before
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(log).toEqual(['before'])
    alone.end()
    await Promise.all([middle, after])
    expect(log).toEqual(['before', 'alone', 'after'])
  })

  test('a closed one drops every lane', async () => {
    const { pool, dropped } = poolOf(2)
    const work = held()
    const running = pool.use(work.work)
    await pool.use(() => Promise.resolve())
    pool.close()
    expect(dropped).toEqual([2])
    work.end()
    await running
    expect(dropped).toEqual([2, 1])
  })
})

test('no worker starts while two ended ones may still be computing', async () => {
  const clock = new FakeClock()
  const zombies = new Zombies(clock, 2)
  zombies.add()
  await zombies.room()
  zombies.add()
  let started = 0
  const waiting = [1, 2].map(() => zombies.room().then(() => (started += 1)))
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(started).toBe(0)
  clock.pass(2_200)
  await Promise.all(waiting)
  expect(started).toBe(2)
  expect(zombies.count).toBe(0)
})

test('lanes are as many as processors and memory bear', () => {
  expect(lanesOf({ hardwareConcurrency: 1 })).toBe(1)
  expect(lanesOf({ hardwareConcurrency: 4 })).toBe(3)
  expect(lanesOf({ hardwareConcurrency: 32 })).toBe(8)
  expect(lanesOf({ hardwareConcurrency: 32, deviceMemory: 0.5 })).toBe(2)
  expect(lanesOf({ hardwareConcurrency: 32, deviceMemory: 8 })).toBe(8)
})
