import { bundleOf } from '../../src/lab/bundle'
import { expect, it } from 'vitest'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeServices, parseFakeSpec } from '../../src/lab/run/fakes'
import { knownScience } from '../../src/lab/run/known-science'
import { startRunWith } from '../../src/lab/run/start'
import { resultTable } from './table'
import { flipsOf, whatBroke } from './what-broke'
import { checkLimits, crossings } from './thresholds'

const input = {
  version: 1,
  name: 'x',
  variants: [
    { model: 'm', scheme: 'fp32' },
    { model: 'm', scheme: 'int4' },
  ],
  conditions: [{}, { prompt: { attack: 'char', seed: 3 } }, { weights: { noise: 'gaussian', level: 0.1 } }],
  benchmarks: [{ id: 'fake' }],
}
const spec = parseFakeSpec(input)

async function bundle() {
  const services = fakeServices({
    engine: fakeEngine().engine,
    judge: fakeJudge().judge,
    benchmarks: [fakeBenchmark('fake', 30)],
  })
  const finished = await startRunWith(knownScience, spec, services, () => undefined).finished
  return bundleOf(finished, services.store)
}

it('has a line for each cell, with the numbers of the record', async () => {
  const { run: record } = await bundle()
  const lines = resultTable(record, 'plus').split('\n')
  expect(lines).toHaveLength(2 + 2 * (1 + 3))
  const cell = record.cells[4]
  const drop = record.drops.find((one) => one.cell === cell?.key && one.suite === 'plus')
  const line = lines.filter((one) => one.includes('char, '))[1] ?? ''
  expect(line).toContain(` ${((100 * (cell?.plus_passed ?? 0)) / 30).toFixed(1)} `)
  expect(line).toContain(` ${(100 * (drop?.drop ?? 0)).toFixed(1)} `)
  expect(line).toContain(` ${drop?.lost}/${drop?.gained} `)
})

it('crosses a limit only by more than it, in its suite', async () => {
  const { run: record } = await bundle()
  const worst = Math.max(...record.drops.map(({ drop }) => drop))
  const loss = Math.max(...record.losses.map(({ drop }) => drop))
  const limits = { maxDrop: worst, maxLoss: loss, suite: 'plus' as const }
  expect(worst).toBeGreaterThan(0)
  expect(crossings(record, limits)).toEqual([])
  expect(crossings(record, { ...limits, maxDrop: worst - 0.001 })).toContainEqual(
    expect.objectContaining({ kind: 'drop', value: worst }),
  )
  expect(crossings(record, { ...limits, maxLoss: -1 }).every(({ kind }) => kind === 'loss')).toBe(true)
  expect(crossings(record, { ...limits, maxDrop: null, maxLoss: null })).toEqual([])
})

it('refuses limits that nothing can cross', () => {
  const none = { maxDrop: null, maxLoss: null, suite: 'plus' as const }
  const one = parseFakeSpec({ ...input, variants: [{ model: 'm', scheme: 'fp32' }], conditions: [{}] })
  expect(() => checkLimits(one, { ...none, maxDrop: 0.1 })).toThrow(/--max-drop needs/)
  expect(() => checkLimits(one, { ...none, maxLoss: 0.1 })).toThrow(/--max-loss needs/)
  checkLimits(one, none)
  checkLimits(spec, { ...none, maxDrop: 0.1, maxLoss: 0.1 })
})

it('says what broke, problem by problem, as many as the table counts', async () => {
  const finished = await bundle()
  const flips = flipsOf(finished, 'plus')
  const comparisons = [...finished.run.losses, ...finished.run.drops].filter(({ suite }) => suite === 'plus')
  expect(flips.map(({ lost, gained }) => [lost.length, gained.length])).toEqual(
    comparisons.map(({ lost, gained }) => [lost, gained]),
  )
  const text = whatBroke(finished, 'plus')
  const broken = flips.flatMap(({ lost }) => lost)
  expect(broken.length).toBeGreaterThan(0)
  for (const task of broken) expect(text).toContain(task)
})
