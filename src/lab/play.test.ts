import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { OWN_BENCHMARK, OWN_TASK } from '../core/benchmarks/own-prompt'
import { LabError } from '../core/errors'
import { PlayController } from './play'
import { CELL_NAMES, isStale, type PlaySettings, type PlayState } from './play/state'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices } from './run/fakes'

const settings: PlaySettings = {
  model: 'm',
  benchmark: 'fake',
  taskId: 'Fake/1',
  scheme: 'int4',
  prompt: { attack: 'char', mode: 'corrected', parameters: {}, seed: 1 },
  weights: null,
}
const noise = (level: number) => ({
  noise: 'gaussian',
  level,
  relative: false,
  target: 'every-weight' as const,
  seed: 1,
})

function play(parts: { engine?: Parameters<typeof fakeEngine>[0]; beforeVerdict?: () => void | Promise<void> } = {}) {
  const { engine, log } = fakeEngine(parts.engine)
  const { judge, log: judged } = fakeJudge(parts.beforeVerdict)
  const states: PlayState[] = []
  const services = fakeServices({ engine, judge, benchmarks: [fakeBenchmark('fake', 3)] })
  const controller = new PlayController(services, fakeScience, (state) => states.push(state))
  return { controller, log, judged, states }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const settle = () => vi.advanceTimersByTimeAsync(2000)

describe('PlayController', () => {
  test('makes four generations with verdicts', async () => {
    const { controller, log } = play()
    controller.want(settings)
    await settle()
    const { phase, cells, prompts } = controller.state
    expect(phase).toBe('ready')
    expect(log.generated).toHaveLength(4)
    for (const name of CELL_NAMES) {
      expect(cells[name].state).toBe('done')
      expect(cells[name].shown?.verdict).not.toBeNull()
      expect(isStale(cells[name])).toBe(false)
    }
    expect(prompts?.perturbed.text).toContain('PROBLEM1')
  })

  test('a change of noise keeps the clean cells and marks the others stale until they are made anew', async () => {
    const { controller, log } = play()
    controller.want(settings)
    await settle()
    controller.want({ ...settings, weights: noise(0.01) })
    const { cells } = controller.state
    expect(CELL_NAMES.filter((name) => isStale(cells[name]))).toEqual(['perturbed-original', 'perturbed-variant'])
    await settle()
    expect(log.generated).toHaveLength(6)
    expect(CELL_NAMES.some((name) => isStale(controller.state.cells[name]))).toBe(false)
  })

  test('the latest settings win: levels passed over are not generated', async () => {
    const { controller, log } = play()
    controller.want(settings)
    await settle()
    for (const level of [0.001, 0.002, 0.003, 0.004]) {
      controller.want({ ...settings, weights: noise(level) })
      await vi.advanceTimersByTimeAsync(20)
    }
    await settle()
    expect(log.noises.filter((entry) => entry !== null).map((entry) => entry.level)).toEqual([0.004, 0.004])
  })

  test('cancels a slow generation when something newer is wanted', async () => {
    const rows: number[] = []
    const { controller } = play({
      engine: {
        beforeRow: (row) => {
          rows.push(row)
          return new Promise((resolve) => setTimeout(resolve, 1000))
        },
      },
    })
    controller.want(settings)
    await vi.advanceTimersByTimeAsync(500)
    controller.want({ ...settings, taskId: 'Fake/2' })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(controller.state.phase).toBe('ready')
    expect(rows).toHaveLength(5)
    expect(controller.state.problem?.taskId).toBe('Fake/2')
    for (const name of CELL_NAMES) expect(isStale(controller.state.cells[name])).toBe(false)
  })

  test('a slider in motion shows code, each time under its own key and never as the wanted result', async () => {
    const { controller, states } = play({
      engine: { beforeRow: () => new Promise((resolve) => setTimeout(resolve, 250)) },
    })
    controller.want(settings)
    await vi.advanceTimersByTimeAsync(5000)
    states.length = 0
    for (let step = 1; step <= 40; step++) {
      controller.want({ ...settings, weights: noise(step / 1000) })
      await vi.advanceTimersByTimeAsync(100)
    }
    const texts = new Set(states.map((state) => state.cells['perturbed-original'].shown?.completion))
    expect(texts.size).toBeGreaterThan(3)
    for (const { cells } of states) {
      const cell = cells['perturbed-original']
      if (cell.state === 'done') expect(cell.shown?.key).toBe(cell.wanted)
    }
    await vi.advanceTimersByTimeAsync(5000)
    expect(controller.state.phase).toBe('ready')
    expect(isStale(controller.state.cells['perturbed-original'])).toBe(false)
  })

  test('going back costs nothing', async () => {
    const { controller, log } = play()
    controller.want(settings)
    await settle()
    controller.want({ ...settings, taskId: 'Fake/2' })
    await settle()
    controller.want(settings)
    expect(controller.state.cells['perturbed-variant'].state).toBe('done')
    await settle()
    expect(log.generated).toHaveLength(8)
    expect(log.opened).toBe(1)
  })

  test('equal work is done once: without a perturbation there are two generations', async () => {
    const { controller, log } = play()
    controller.want({ ...settings, prompt: null })
    await settle()
    expect(log.generated).toHaveLength(2)
    const { cells } = controller.state
    expect(cells['perturbed-original'].shown).toEqual(cells['clean-original'].shown)
  })

  test("a prompt of one's own needs no library, and is left with its benchmark", async () => {
    const { controller, log } = play()
    const asked = {
      ...settings,
      benchmark: OWN_BENCHMARK,
      own: 'Problem of my own\nassert f(1) == 2\n',
      taskId: OWN_TASK,
    }
    controller.want(asked)
    expect(controller.state.prompts?.clean.text).toContain('Problem of my own')
    await settle()
    expect(controller.state.phase).toBe('ready')
    expect(log.generated).toHaveLength(4)
    controller.want({ ...asked, benchmark: 'fake', taskId: 'Fake/1' })
    await settle()
    expect(controller.state.problem?.taskId).toBe('Fake/1')
    expect(() => controller.want({ ...asked, own: 'No test in it.' })).toThrow(LabError)
    // What is wanted is compared and kept as text.
    expect(JSON.parse(JSON.stringify(controller.state.wanted))).toMatchObject({ taskId: 'Fake/1' })
  })

  test('an error is named, nothing that was made is lost, and retry goes on', async () => {
    let broken = false
    const { controller } = play({
      engine: {
        beforeRow: () => {
          if (broken) throw new LabError('device-lost', 'The GPU went away.', 'Try again.')
        },
      },
    })
    controller.want(settings)
    await settle()
    broken = true
    controller.want({ ...settings, weights: noise(0.01) })
    await settle()
    expect(controller.state.phase).toBe('failed')
    expect(controller.state.error?.code).toBe('device-lost')
    expect(controller.state.cells['clean-original'].shown?.verdict).not.toBeNull()
    broken = false
    controller.retry()
    await settle()
    expect(controller.state.phase).toBe('ready')
    expect(controller.state.error).toBeNull()
  })

  test('a stop leaves what is finished and nothing under way', async () => {
    const { controller } = play({ engine: { beforeRow: () => new Promise((resolve) => setTimeout(resolve, 400)) } })
    controller.want(settings)
    await vi.advanceTimersByTimeAsync(600)
    controller.stop()
    await settle()
    const { phase, cells } = controller.state
    expect(phase).toBe('stopped')
    expect(cells['clean-original'].state).toBe('done')
    for (const name of CELL_NAMES) expect(['done', 'stopped', 'empty']).toContain(cells[name].state)
    controller.retry()
    await settle()
    expect(controller.state.phase).toBe('ready')
  })
})
