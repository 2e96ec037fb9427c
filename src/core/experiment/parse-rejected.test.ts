import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseRejected } from './parse-rejected'

const run = readFileSync('public/recorded/quick-check/run.json', 'utf8')

test('the rejected prompts of a run that was looked through', () => {
  const record = JSON.parse(run)
  expect(parseRejected(run, 'run.json')).toEqual([])
  const { cells, drops, losses, robustness } = record
  const rejected = [{ task_id: 'Starter/3', prompt: 'abc' }]
  const looked = { ...record, review: { rejected, without: { cells, drops, losses, robustness } } }
  expect(parseRejected(JSON.stringify(looked, null, 2), 'run.json')).toEqual(rejected)
})

test('lines, one or many', () => {
  const line = (task: string) => JSON.stringify({ task_id: task, prompt: 'abc' })
  expect(parseRejected(line('A/1'), 'r.jsonl')).toEqual([{ task_id: 'A/1', prompt: 'abc' }])
  expect(parseRejected(`${line('A/1')}\n\n${line('A/2')}\n`, 'r.jsonl').map((one) => one.task_id)).toEqual([
    'A/1',
    'A/2',
  ])
})

test.each([
  ['{"task_id": "A/1"}', /r\.jsonl, line 1: .*prompt/],
  ['{"task_id": "A/1", "prompt": "x"}\nnothing', /line 2 is not JSON/],
  ['{"kind": "shakedown-run"}', /not a run/],
])('%s', (text, message) => {
  expect(() => parseRejected(text, 'r.jsonl')).toThrow(message)
})
