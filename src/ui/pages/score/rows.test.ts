import { expect, test } from 'vitest'
import { filteredRows, kindCounts, plannedRows, taskCells, withGraded } from './rows'
import { exampleFailure, exampleGraded, exampleSamples } from './testing'

const tasks = ['T/0', 'T/1', 'T/2', 'T/3']
const { samples } = exampleSamples('T/1', 'T/0', 'T/9', 'T/1', 'T/3')

test('rows stand in the order of the benchmark; samples of other tasks have none', () => {
  expect(plannedRows(tasks, samples).map(({ taskId, index }) => [taskId, index])).toEqual([
    ['T/0', 0],
    ['T/1', 0],
    ['T/1', 1],
    ['T/3', 0],
  ])
})

test('what did not change keeps its identity, so that thousands of rows stay quick', () => {
  const before = plannedRows(tasks, samples)
  const after = withGraded(before, [exampleGraded('T/1', { index: 1 })])
  expect(after.map((row, place) => row === before[place])).toEqual([true, true, false, true])
  const cells = taskCells(tasks, before, [])
  const later = taskCells(tasks, after, [], cells)
  expect(later.map((cell, place) => cell === cells[place])).toEqual([true, false, true, true])
})

test('a task is right, wrong, mixed, waiting, without a sample, or not graded', () => {
  const rows = withGraded(plannedRows(tasks, samples), [
    exampleGraded('T/0', { plus_status: null }),
    exampleGraded('T/1'),
    exampleFailure('T/1', { index: 1 }),
  ])
  expect(taskCells(tasks, rows, []).map(({ state, passed, opens }) => [state, passed, opens])).toEqual([
    ['pass', 1, 0],
    ['mixed', 1, 1],
    ['missing', 0, 0],
    ['waiting', 0, 0],
  ])
  expect(taskCells(tasks, rows, ['T/3'])[3]?.state).toBe('ungraded')
  const wrong = withGraded(rows, [exampleFailure('T/1')])
  expect(taskCells(tasks, wrong, [])[1]).toMatchObject({ state: 'fail', opens: 0 })
})

test('passing base alone is no pass where there are plus tests', () => {
  const rows = withGraded(plannedRows(tasks, samples), [exampleGraded('T/0', { plus_status: 'fail' })])
  expect(taskCells(tasks, rows, [])[0]?.state).toBe('fail')
})

test('counts by verdict, and filters by verdict and by part of an id', () => {
  const rows = withGraded(plannedRows(tasks, samples), [
    exampleGraded('T/0'),
    exampleFailure('T/1', { kind: 'timeout' }),
    exampleFailure('T/3', { kind: 'timeout' }),
  ])
  expect(kindCounts(rows)).toEqual([
    { kind: 'pass', count: 1 },
    { kind: 'timeout', count: 2 },
  ])
  const ids = (found: typeof rows) => found.map(({ taskId, index }) => `${taskId} ${index}`)
  expect(ids(filteredRows(rows, { kinds: ['timeout'], search: '' }))).toEqual(['T/1 0', 'T/3 0'])
  expect(ids(filteredRows(rows, { kinds: ['timeout', 'pass'], search: ' t/0 ' }))).toEqual(['T/0 0'])
  expect(filteredRows(rows, { kinds: [], search: '' })).toHaveLength(4)
})
