import { expect, test, vi } from 'vitest'
import { LabError } from '../../../core/errors'
import { presetSpec } from '../../../core/experiment/presets'
import { calibrate } from '../../../lab/estimate/calibrate'
import { countWork } from '../../../lab/estimate/count'
import { whatIsMissing } from '../../../lab/estimate/missing'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices } from '../../../lab/run/fakes'
import { startRunWith } from '../../../lab/run/start'
import type { Estimating } from '../../services'
import { EstimateSession } from './estimate.svelte'

const spec = presetSpec('quick-check')
const other = { ...spec, name: 'other' }

function begin(changed: Partial<Estimating> = {}) {
  const lab = fakeServices({
    engine: fakeEngine().engine,
    judge: fakeJudge().judge,
    benchmarks: [fakeBenchmark('starter-mbpp', 50)],
  })
  const count = vi.fn<Estimating['count']>((wanted, signal) => countWork(wanted, lab, fakeScience, signal))
  const estimating: Estimating = {
    count,
    missing: (wanted, signal) => whatIsMissing(wanted, lab, signal),
    calibrate: (counted, options) =>
      calibrate(counted, lab, (...words) => startRunWith(fakeScience, ...words), options),
    lanes: 2,
    ...changed,
  }
  return { count, session: new EstimateSession({ estimate: async () => estimating }) }
}

test('counts the last of several specs only, and not a second time what is known', async () => {
  const { session, count } = begin()
  session.count(other)
  session.count(spec)
  await vi.waitFor(() => expect(session.phase).toBe('counted'))
  expect(count.mock.calls.map(([wanted]) => wanted.name)).toEqual([spec.name])
  expect(session.counted?.workload).toMatchObject({ cells: 6, samples: 240 })
  session.count({ ...spec })
  expect(session.phase).toBe('counted')
  session.count(null)
  expect([session.phase, session.counted]).toEqual(['idle', null])
})

test('a measurement belongs to its spec: another spec forgets it', async () => {
  const { session } = begin()
  session.count(spec)
  await vi.waitFor(() => expect(session.phase).toBe('counted'))
  await session.measure()
  expect(session.forecast?.variants.map(({ pace }) => pace?.how)).toEqual(['measured', 'measured'])
  expect(session.forecast?.left).toBeLessThan(240)
  session.count(other)
  expect([session.calibration, session.forecast]).toEqual([null, null])
})

test('what is missing is told in place of counting, and looked for again', async () => {
  let isThere = false
  const missing = async () => {
    if (isThere) return []
    const { code, message, hint } = new LabError('unknown-benchmark', 'None.', 'Import it.')
    return [{ kind: 'benchmark' as const, name: 'starter-mbpp', error: { code, message, hint } }]
  }
  const { session, count } = begin({ missing })
  session.count(spec)
  await vi.waitFor(() => expect(session.missing).toHaveLength(1))
  expect([count.mock.calls.length, session.phase]).toEqual([0, 'idle'])
  isThere = true
  session.again()
  await vi.waitFor(() => expect(session.phase).toBe('counted'))
  expect(session.missing).toEqual([])
})

test('an error of measuring is shown, and measuring can be tried again', async () => {
  const { session } = begin({
    calibrate: () => Promise.reject(new LabError('out-of-memory', 'No room.', 'Close tabs.')),
  })
  session.count(spec)
  await vi.waitFor(() => expect(session.phase).toBe('counted'))
  await session.measure()
  expect([session.error?.code, session.phase]).toEqual(['out-of-memory', 'counted'])
})
