import { afterEach, describe, expect, test } from 'vitest'
import { Sandbox } from './sandbox'
import { closePorts, fakeFrame, honest, NONE, program, type Behaviour, type FakeFrame } from './testing/fake-frame'

const settings = {
  lanes: 2,
  idleSeconds: 30,
  timeFactor: 1,
  minimumSeconds: 1,
  referenceFactor: 4,
  suiteSeconds: 60,
  loadSeconds: 5,
  referenceSeconds: 30,
  confirmTimeouts: true,
  graceSeconds: 0.2,
  startSeconds: 20,
  memoryBytes: 1,
  valueBytes: 1,
  fileBytes: 1,
  cacheBytes: 1,
  keepSnapshot: false,
}

afterEach(closePorts)

/** A sandbox whose frames all have workers that behave so. */
function sandboxOf(behaviour: (fake: FakeFrame) => Behaviour) {
  const opened: FakeFrame[] = []
  const sandbox = new Sandbox(settings, () => {
    const fake = fakeFrame((request, reply) => behaviour(fake)(request, reply))
    opened.push(fake)
    return Promise.resolve(fake.frame)
  })
  return { sandbox, opened }
}

describe('when the frame dies under several programs', () => {
  test('they are run again, one at a time, and only the one that kills it again is blamed', async () => {
    let running = 0
    let most = 0
    const { sandbox, opened } = sandboxOf((fake) => (request, reply) => {
      if (request.source === 'kill') {
        fake.alive = false
        return
      }
      running += 1
      most = Math.max(most, running)
      setTimeout(() => {
        running -= 1
        // What was in the frame that died never answers.
        if (fake.alive) honest(request, reply)
      }, 10)
    })
    const outcomes = await Promise.all(
      ['fine', 'kill', 'fine', 'fine'].map((source) => sandbox.use((run) => run({ ...program, source }))),
    )
    expect(outcomes.map(({ load }) => load.type)).toEqual(['loaded', 'crash', 'loaded', 'loaded'])
    expect(outcomes[0]?.tests).toEqual([NONE, NONE])
    expect(outcomes[1]?.load).toMatchObject({ type: 'crash', reason: 'fatal' })
    expect(opened.length).toBeGreaterThanOrEqual(2)
    expect(most).toBeLessThanOrEqual(2)
  })

  test('later work finds a new frame', async () => {
    const { sandbox, opened } = sandboxOf((fake) => (request, reply) => {
      if (fake.alive) honest(request, reply)
    })
    await sandbox.use((run) => run(program))
    const [first] = opened
    if (first !== undefined) first.alive = false
    await expect(sandbox.use((run) => run(program))).resolves.toMatchObject({ tests: [NONE, NONE] })
    expect(opened).toHaveLength(2)
  })
})

test('what is no death of a frame is passed on', async () => {
  const { sandbox, opened } = sandboxOf(() => honest)
  await expect(sandbox.use(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
  await sandbox.info()
  sandbox.close()
  await expect(sandbox.info()).rejects.toMatchObject({ code: 'cancelled' })
  expect(opened.every(({ alive }) => !alive)).toBe(true)
})
