import { expect, test } from 'vitest'
import { attack, syntheticBundle, syntheticRun } from '../core/figures/testing'
import { openRunFiles } from './open-folder'
import { reducedRunFiles } from './reduced-run'
import { encodeRunFolder } from './run-folder'

const options = { conditions: [{}, attack('char')], problems: 25, benchmarks: ['sham', 'sham-two'] }
const whole = syntheticRun(options)

test('all verdicts and prompts, the texts of every tenth problem', async () => {
  const open = await openRunFiles(await reducedRunFiles(whole, 10))
  expect(open.run).toEqual(whole.run)
  expect(open.table.size).toBe(whole.table.size)
  // Problems 0, 10 and 20 of 25, in 6 variants x 2 conditions x 2 benchmarks.
  expect(open.texts).toBe(72)
  const [cell = ''] = open.table.keys
  expect(await open.sample(cell, 'Sham/10')).toEqual(await whole.sample(cell, 'Sham/10'))
  expect(await open.sample(cell, 'Sham/11')).toBeNull()
  expect(open.table.get(cell, 'Sham/11')).toEqual(whole.table.get(cell, 'Sham/11'))
  expect(await open.prompt(1, 'sham', 'Sham/11')).toEqual(await whole.prompt(1, 'sham', 'Sham/11'))
})

test('equal runs give equal bytes', async () => {
  expect(await reducedRunFiles(whole, 10)).toEqual(await reducedRunFiles(syntheticRun(options), 10))
})

test('a whole folder has all texts, with verdicts or without; none has none', async () => {
  const files = encodeRunFolder(syntheticBundle(options))
  expect((await openRunFiles(files)).texts).toBe(whole.table.size)
  const bare = new Map([...files].filter(([name]) => !name.startsWith('verdicts')))
  expect((await openRunFiles(bare)).texts).toBe(whole.table.size)
  const without = new Map([...files].filter(([name]) => !name.startsWith('samples')))
  expect((await openRunFiles(without)).texts).toBe(0)
})
