import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LabError } from '../errors'
import { answersTo, findingFigure, FINDING_QUESTIONS, findingsCommand, parseFindings, questionOf } from './findings'

const answer = {
  id: 'drop-by-size/s',
  question: 'Do small models gain?',
  answer: 'Not measurably.',
  estimate: -1.25,
  low: -3,
  high: 0.5,
  unit: 'points of pass@1',
  n: 1200,
  command: 'npx shakedown run examples/findings/attacks.json --out runs/attacks',
}
const file = (change: Readonly<Record<string, unknown>>) => ({ version: 1, answers: [{ ...answer, ...change }] })

test('reads what was written', () => {
  const findings = parseFindings(JSON.parse(JSON.stringify(file({}))))
  expect(answersTo(findings, 'drop-by-size')).toEqual([answer])
  expect(answersTo(findings, 'drop')).toEqual([])
})

test('every question is made by a spec of the examples', () => {
  for (const { id, spec } of FINDING_QUESTIONS) {
    expect(existsSync(`examples/findings/${spec}.json`), spec).toBe(true)
    expect(findingsCommand(questionOf(id))).toContain(`examples/findings/${spec}.json`)
  }
})

test.each([
  ['no object', []],
  ['another version', { ...file({}), version: 2 }],
  ['no answers', { version: 1 }],
  ['an answer that is no object', { version: 1, answers: ['yes'] }],
  ['an id twice', { version: 1, answers: [answer, answer] }],
  ['an empty answer', file({ answer: '' })],
  ['a missing command', file({ command: undefined })],
  ['an estimate as text', file({ estimate: '1' })],
  ['an estimate that is missing', file({ estimate: undefined })],
  ['a number that is none', file({ high: NaN })],
  ['half a problem', file({ n: 1.5 })],
  ['an interval upside down', file({ low: 2, high: 1 })],
  ['no unit', file({ unit: null })],
])('refuses %s', (_name, value) => {
  expect(() => parseFindings(value)).toThrow(LabError)
})

test('figures in words', () => {
  expect(findingFigure(answer)).toBe('−1.25 points of pass@1 (95 %: −3 to 0.5), n = 1,200')
  expect(findingFigure({ ...answer, low: null, n: null })).toBe('−1.25 points of pass@1 (95 %: no limit to 0.5)')
  expect(findingFigure({ ...answer, low: null, high: null, unit: '' })).toBe('−1.25, n = 1,200')
  expect(findingFigure({ ...answer, estimate: null, n: null })).toBe('')
})
