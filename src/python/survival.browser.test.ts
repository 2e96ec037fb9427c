import { afterAll, describe, expect, test } from 'vitest'
import type { Problem } from '../core/benchmarks/types'
import { systemClock } from './clock'
import { confirmed } from './confirmed'
import { openFrame, type SealedFrame } from './frame'
import { Frames } from './frames'
import { createJudge } from './index'
import { Lane, type Program } from './lane'
import { packArguments } from './packed-inputs'
import { loadRuntimeParts } from './runtime-files'
import workerScript from './sandboxed/worker.ts?sandbox'
import { Zombies } from './zombies'

/** Workers and frames that die under the work, in a real browser. */

const MIB = 1_048_576
const problem: Problem = {
  taskId: 'Test/double',
  prompt: 'def double(x):\n',
  entryPoint: 'double',
  canonicalSolution: '    return 2 * x\n',
  contract: '',
  base: { kind: 'inputs', inputs: [[{ type: 'int', value: 1n }], [{ type: 'int', value: 2n }]] },
  plus: null,
  atol: 0,
  original: null,
}
const reference = problem.prompt + problem.canonicalSolution
/** Busy for long enough to be interrupted from outside, and right. */
const slow = 'import time\ntime.sleep(1.5)\n' + reference

describe('a worker', () => {
  let frame: SealedFrame | null = null
  const frames = new Frames(async () => {
    frame = await openFrame(loadRuntimeParts(workerScript, 256 * MIB), 90)
    return frame
  })
  const limits = { valueBytes: MIB, fileBytes: MIB, heapBytes: 128 * MIB }
  const lane = new Lane(frames, new Zombies(systemClock, 2), { limits, startSeconds: 90, graceSeconds: 0.3 })
  afterAll(() => {
    lane.close()
    frames.close()
  })
  const { bytes, ends } = packArguments([[{ type: 'int', value: 1n }]])
  const program: Program = {
    source: slow,
    entryPoint: 'double',
    inputs: bytes,
    ends,
    limits: [1000],
    loadLimit: 2500,
    totalLimit: 5000,
    answer: 'value',
    replies: 'each',
  }
  const silence = { type: 'timeout', by: 'watchdog' }

  test('that is killed leaves its program to run again elsewhere', async () => {
    await lane.info()
    const running = confirmed((attempt) => lane.run({ ...program, ...attempt }), {
      outcomeOf: (outcome) => outcome,
      isTimeout: () => false,
      confirmTimeouts: false,
    })
    setTimeout(() => frame?.stop(1), 500)
    expect(await running).toMatchObject({ load: { type: 'loaded' }, tests: [{ type: 'value' }] })
  })

  test('that is killed while idle costs the next program a second run, not its verdict', async () => {
    frame?.stop(2)
    expect((await lane.run({ ...program, source: reference })).load).toEqual(silence)
    expect((await lane.run({ ...program, source: reference })).tests).toMatchObject([{ type: 'value' }])
  })
})

describe('a frame that is taken out of the document', () => {
  const isolated = () => Array.from(document.querySelectorAll('iframe'))
  const known = new Set<Element>()
  const judge = createJudge({ lanes: 2 })
  afterAll(() => judge.close())
  const own = () => isolated().filter((frame) => !known.has(frame))

  test('is opened again, and what was running is run once more', async () => {
    for (const frame of isolated()) known.add(frame)
    expect((await judge.judge(problem, reference)).kind).toBe('pass')
    const [first, ...others] = own()
    expect(others).toEqual([])
    const running = Promise.all([slow, slow, reference.replace('2', '3')].map((one) => judge.judge(problem, one)))
    setTimeout(() => first?.remove(), 700)
    expect((await running).map(({ kind }) => kind)).toEqual(['pass', 'pass', 'wrong-value'])
    expect(own()).toHaveLength(1)
    expect(own()[0]).not.toBe(first)
  })

  test('while nothing runs, disturbs nothing', async () => {
    own()[0]?.remove()
    expect((await judge.judge(problem, reference)).kind).toBe('pass')
  })
})

test('ended workers that are still busy hold up only starts, and the machine is left in peace', async () => {
  const judge = createJudge({ lanes: 2, confirmTimeouts: false, minimumSeconds: 0.3, graceSeconds: 0.2 })
  const endless = 'def double(x):\n    return max(iter(int, 1))\n'
  const programs = [endless, endless, endless, reference, endless, reference]
  const verdicts = await Promise.all(programs.map((program) => judge.judge(problem, program)))
  expect(verdicts.map(({ kind }) => kind)).toEqual(
    programs.map((program) => (program === reference ? 'pass' : 'timeout')),
  )
  judge.close()
})
