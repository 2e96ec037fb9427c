import { expect, test } from 'vitest'
import { attack, syntheticRun } from '../../src/core/figures/testing'
import { studyOf } from '../../src/core/study/study'
import { studyText } from './stats-text'

test('tables for people: a row a condition, what was seen and what could have been', () => {
  const conditions = [{}, attack('char', 1), attack('char', 2), attack('control-identity', 1)]
  const { run, table, sent } = syntheticRun({ conditions, models: ['lab/Sham-1B'], schemes: ['fp32', 'int8'] })
  const text = studyText(run, studyOf(run, table, 'plus', sent))
  for (const title of ['What passes', 'Drops', 'Losses', 'Worst of the seeds', 'Identical re-runs', 'Base and plus']) {
    expect(text, title).toContain(title)
  }
  expect(text).toContain('  char, max 5, seeds 1 2')
  expect(text).toContain('sham, lab/Sham-1B int8')
  expect(text).not.toMatch(/NaN|undefined|null/)
})

test('several samples a problem have their own columns', () => {
  const { run, table } = syntheticRun({ conditions: [{}], samples: 5, problems: 8 })
  const text = studyText(run, studyOf(run, table, 'base'))
  expect(text).toContain('pass^5')
  expect(text).not.toContain('Drop of the original')
})
