import { describe, expect, it, test } from 'vitest'
import { presetSpec } from '../../../core/experiment/presets'
import { exampleRun } from '../../run-example'
import { historyWords, paceWords, partialWords, titleWords } from './run-words'

const progress = { done: 1200, total: 2400, cells: 6, cellsDone: 2, reused: 8, rate: 3.21, secondsLeft: 400 }

test('a run that goes says how far it is and how long it takes; one that rests says only how far', () => {
  expect(paceWords(progress, true)).toBe(
    '1,200 of 2,400 samples · 2 of 6 cells · 8 kept from before · 3.2 a second · about 6 min 40 s left',
  )
  expect(paceWords({ ...progress, rate: 0.1, reused: 0 }, true)).toContain('· 6 a minute ·')
  expect(paceWords(progress, false)).toBe('1,200 of 2,400 samples · 2 of 6 cells · 8 kept from before')
})

test('the tab tells the progress', () => {
  expect(titleWords('running', progress)).toBe('50 % · ')
  expect(titleWords('running', { ...progress, total: 0 })).toBe('Starting · ')
  expect(titleWords('paused', progress)).toBe('Paused · ')
  expect(titleWords('idle', progress)).toBe('')
})

describe('a run that is not whole', () => {
  const spec = presetSpec('quick-check')
  const failure = { variant: 0, condition: null, code: 'out-of-memory' as const, message: 'm', hint: 'h' }

  it('says why', () => {
    expect(partialWords({ spec, failures: [failure] })).toContain('1 failure (below)')
    expect(partialWords({ spec: { ...spec, budget: { minutes: 1 } } })).toContain('its budget is spent')
    expect(partialWords({ spec, shard: { index: 1, of: 2 } })).toContain('part 1 of 2')
    expect(partialWords({ spec })).toContain('some samples are not there')
  })
})

test('the history says how far a run is and what it takes', () => {
  const { run } = exampleRun()
  const usage = { needed: 36, there: 30, bytes: 24_000 }
  expect(historyWords({ record: run, usage }, null)).toMatch(/^finished, \d+ samples, about 24 kB$/)
  expect(historyWords({ record: { ...run, status: 'partial' }, usage: null }, null)).toMatch(/^partial, \d+ samples$/)
  expect(historyWords({ record: null, usage }, 984)).toBe('not finished, 30 of 984 samples there, about 24 kB')
  expect(historyWords({ record: null, usage: null }, null)).toBe('not finished, 0 samples there')
})
