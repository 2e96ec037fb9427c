import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { attacks } from '../../core/attacks/registry'
import { cancelled, LabError } from '../../core/errors'
import type { AttackSupport } from '../attacks/port'
import { PlayController } from '../play'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices } from '../run/fakes'
import { knownScience } from '../run/known-science'
import { galleryConditions, inOrderOfNeeds, perturbAll, runGallery, type GalleryWork } from './gallery'
import type { PlaySettings } from './state'

const settings: PlaySettings = {
  model: 'm',
  benchmark: 'fake',
  taskId: 'Fake/1',
  scheme: 'int4',
  prompt: { attack: 'char', mode: 'corrected', parameters: {}, seed: 1 },
  weights: null,
}
const benchmark = fakeBenchmark('fake', 3)

function play(beforeRow?: () => Promise<void>) {
  const { engine, log } = fakeEngine(beforeRow === undefined ? {} : { beforeRow })
  const services = fakeServices({ engine, judge: fakeJudge().judge, benchmarks: [benchmark] })
  return { controller: new PlayController(services, fakeScience, () => undefined), log }
}

function changed(word: string): GalleryWork {
  const prompt = benchmark.problems[1]?.prompt ?? ''
  const start = prompt.indexOf('Problem')
  const edits = [{ start, end: start + 7, before: 'Problem', after: word }]
  const text = prompt.replace('Problem', word)
  return { id: word, result: { text, edits, applied: true, why: '', program: null } }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('models that are lent', () => {
  test('run a gallery: original and variant for each, nothing twice', async () => {
    const { controller, log } = play()
    controller.want(settings)
    await vi.advanceTimersByTimeAsync(2000)
    const verdicts: string[] = []
    const work = [...['A', 'B', 'C', 'D', 'E'].map(changed), { ...changed('A'), id: 'again' }, changed('PROBLEM1')]
    const run = () =>
      controller.borrow(
        (loan, signal) =>
          runGallery(work, loan, signal, (id, arm, { verdict }) => {
            if (verdict !== null) verdicts.push(`${id} ${arm}`)
          }),
        new AbortController().signal,
      )
    await run()
    expect([...verdicts].sort()).toEqual(work.flatMap(({ id }) => [`${id} original`, `${id} variant`]).sort())
    expect(log.generated).toHaveLength(4 + 10)
    expect(log.opened).toBe(1)
    await run()
    expect(log.generated).toHaveLength(14)
  })

  test('wait for what is under way, and go back when the settings change', async () => {
    const { controller } = play(() => new Promise((resolve) => setTimeout(resolve, 200)))
    controller.want(settings)
    await vi.advanceTimersByTimeAsync(100)
    const started: string[] = []
    const ended = controller
      .borrow(async (_loan, signal) => {
        started.push(controller.state.phase)
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      }, new AbortController().signal)
      .catch((thrown: unknown) => thrown)
    await vi.advanceTimersByTimeAsync(2000)
    expect(started).toEqual(['ready'])
    controller.want({ ...settings, taskId: 'Fake/2' })
    await vi.advanceTimersByTimeAsync(3000)
    expect(await ended).toEqual(cancelled())
    expect(controller.state.phase).toBe('ready')
    expect(controller.state.problem?.taskId).toBe('Fake/2')
  })

  test('come after a change that has not begun yet', async () => {
    const { controller, log } = play()
    controller.want(settings)
    await vi.advanceTimersByTimeAsync(2000)
    controller.want({ ...settings, taskId: 'Fake/2' })
    const lent = controller.borrow(({ problem }) => Promise.resolve(problem.taskId), new AbortController().signal)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await lent).toBe('Fake/2')
    expect(log.generated).toHaveLength(8)
  })

  test('are not lent where no problem is open, nor after a cancel', async () => {
    const { controller } = play()
    const nothing = () => Promise.resolve()
    await expect(controller.borrow(nothing, new AbortController().signal)).rejects.toThrow('No problem is open.')
    await expect(controller.borrow(nothing, AbortSignal.abort())).rejects.toEqual(cancelled())
  })
})

describe('perturbAll', () => {
  const problem = benchmark.problems[1]
  if (problem === undefined) throw new Error('no problem')
  const broken: AttackSupport = {
    load: () => Promise.reject(new LabError('not-found', 'WordNet is not there.', 'Look.')),
    translate: () => Promise.reject(new LabError('unknown-model', 'No translator.', 'Import it.')),
  }
  const source = { benchmark, problem, attacks: broken, science: knownScience }

  test('tells every attack, and names what is missing without ending the others', async () => {
    vi.useRealTimers()
    const conditions = galleryConditions(1)
    expect(conditions).toHaveLength(attacks.length - 1)
    const outcomes = new Map<string, string>()
    await perturbAll(inOrderOfNeeds(conditions), source, new AbortController().signal, ({ attack }, outcome) => {
      outcomes.set(attack, outcome.kind === 'made' ? 'made' : outcome.error.code)
    })
    expect(outcomes.size).toBe(conditions.length)
    expect(outcomes.get('char')).toBe('made')
    expect(outcomes.get('word')).toBe('not-found')
    expect([...outcomes.keys()].at(-1)).toBe('translate')
  })

  test('ends when cancelled', async () => {
    const seen: string[] = []
    const run = perturbAll(galleryConditions(1), source, AbortSignal.abort(), ({ attack }) => seen.push(attack))
    await expect(run).rejects.toThrow()
    expect(seen).toEqual([])
  })
})
