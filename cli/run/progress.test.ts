import { expect, it } from 'vitest'
import type { HeadlessEvent } from '../../src/headless/api'
import type { SampleRecord } from '../../src/core/experiment/record'
import { ProgressLine } from './progress'

const sample: SampleRecord = {
  id: 'i',
  cell: 'v0.c0.b',
  task_id: 'T/0',
  index: 0,
  prompt: 'p',
  completion: '',
  solution: '',
  base_status: 'pass',
  plus_status: 'pass',
  kind: 'pass',
  failing: null,
  tests: { base: '111', plus: '11' },
  tokens: 1,
  finish: 'stop',
  seed: 0,
  timing: { generate_ms: 1, judge_ms: 1 },
}
const done = (count: number): HeadlessEvent => ({
  type: 'sample',
  sample,
  cells: [sample.cell],
  done: count,
  total: 100,
  rate: 2,
  secondsLeft: (100 - count) / 2,
})

function written(isTerminal: boolean): string {
  let text = ''
  let time = 0
  const line = new ProgressLine({ isTerminal, columns: 40, write: (part) => void (text += part) }, () => time)
  line.event({ type: 'planned', cells: 2, samples: 100, reused: 10 })
  line.event({ type: 'cell', key: 'v0.c0.b', label: 'a model under a condition on a benchmark' })
  for (let count = 1; count <= 100; count++) {
    time += 500
    line.event(done(count))
  }
  line.end()
  return text
}

it('rewrites one line on a terminal, cut to its width', () => {
  const lines = written(true).split('\n')
  expect(lines[0]).toBe('100 samples in 2 cells, 10 of them there already.')
  const updates = (lines[1] ?? '').split('\r\u001b[K')
  expect(updates).toHaveLength(101)
  expect(updates.every((update) => update.length < 40)).toBe(true)
  expect(updates.at(-1)).toBe('100/100, 2.0/s, 0:00 left · a model und')
  expect(lines).toHaveLength(3)
})

it('writes a line every ten seconds to a log, and the last one', () => {
  const lines = written(false).trimEnd().split('\n')
  expect(lines.slice(1)).toEqual(
    [1, 21, 41, 61, 81, 100].map(
      (count) =>
        `${count}/100, 2.0/s, 0:${String(Math.ceil((100 - count) / 2)).padStart(2, '0')} left · a model under a condition on a benchmark`,
    ),
  )
})
