import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { parseSpecText, specId } from '../src/core/experiment/parse-spec'
import { presetSpec } from '../src/core/experiment/presets'
import { decodeRunFolder, runFilesIn } from '../src/storage/run-folder'
import { expectAccessible } from './support/accessible'
import { serveExampleRecording } from './support/recorded'

const SMALL = {
  version: 1,
  name: 'small study',
  variants: [
    { model: 'starter-coder-s', scheme: 'fp32' },
    { model: 'starter-coder-s', scheme: 'int4' },
  ],
  conditions: [{}, { prompt: { attack: 'char', parameters: { max: 5 }, seed: 1 } }],
  benchmarks: [{ id: 'starter-mbpp', limit: 3 }],
}

test.beforeEach(({ page }) => serveExampleRecording(page))

const form = (page: Page) => page.getByRole('form', { name: 'What to run' })
const text = (page: Page) => form(page).getByRole('textbox', { name: /The spec/ })
const before = (page: Page) => page.getByRole('region', { name: 'Before starting' })
const history = (page: Page) => page.getByRole('region', { name: 'Runs in this browser' })
const run = (page: Page) => page.getByRole('region', { name: 'Run', exact: true })

test('a preset of an address is changed, measured, run, kept, exported, deleted, and opened again', async ({
  page,
}) => {
  test.setTimeout(600_000)
  await page.goto('./#/bench?preset=ship-check')
  await expect(form(page).getByRole('combobox', { name: 'Study' })).toHaveValue('ship-check')
  expect(specId(parseSpecText(await text(page).inputValue()))).toBe(specId(presetSpec('ship-check')))
  // A link starts nothing.
  await expect(history(page).getByRole('listitem')).toHaveCount(1)
  await expect(run(page)).toHaveCount(0)

  await text(page).fill(JSON.stringify({ ...SMALL, variants: [{ model: 'starter-coder-s', scheme: 'int5' }] }))
  await expect(form(page).getByRole('status')).toContainText('variants[0].scheme')
  await expect(form(page).getByRole('status')).toContainText('unknown-scheme')
  await expect(form(page).getByRole('button', { name: 'Start the run' })).toBeDisabled()
  await text(page).fill(JSON.stringify(SMALL))
  await expect(form(page).getByText('preset ship-check, changed')).toBeVisible()
  await expect(before(page).getByRole('definition')).toHaveText(['4', '12', '6', '12', /^\d+$/])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    form(page).getByRole('button', { name: 'Download spec' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('small-study.json')
  expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual(SMALL)

  await before(page).getByRole('button', { name: 'Measure here' }).click()
  await expect(
    before(page)
      .getByText('Nothing is left to make.')
      .or(before(page).getByText(/^About /)),
  ).toBeVisible({
    timeout: 180_000,
  })
  await expect(before(page).getByRole('row', { name: /starter-coder-s int4/ })).toBeVisible()
  await expect(history(page).getByText(/^not finished, [1-9]\d* of 12 samples there/)).toBeVisible()

  await form(page).getByRole('button', { name: 'Start the run' }).click()
  await expect(run(page).getByRole('heading', { name: 'Finished' })).toBeVisible({ timeout: 400_000 })
  await expect(run(page).getByText(/^12 of 12 samples · 4 of 4 cells · [1-9]\d* kept from before/)).toBeVisible()
  const table = page.getByRole('region', { name: 'Table of results' })
  await expect(table.getByRole('row')).toHaveCount(5)
  await expect(history(page).getByText(/^finished, 12 samples, about/)).toBeVisible()

  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    history(page).getByRole('button', { name: 'Export small study as one .zip' }).click(),
  ])
  const bytes = readFileSync(await zip.path())
  expect(decodeRunFolder(runFilesIn(bytes)).samples).toHaveLength(12)

  await history(page).getByRole('button', { name: 'Delete small study' }).click()
  await history(page).getByRole('button', { name: 'Really delete small study' }).click()
  await expect(history(page).getByRole('listitem')).toHaveCount(1)

  await page.getByLabel('Open a run').setInputFiles({ name: 'kept.zip', mimeType: 'application/zip', buffer: bytes })
  await expect(page).toHaveURL(/opened=kept\.zip/)
  await page.getByRole('button', { name: 'Keep in this browser' }).click()
  await expect(page).toHaveURL(/stored=/)
  await expect(page.getByRole('region', { name: 'Table of results' }).getByRole('row')).toHaveCount(5)
  await page.goto('./#/bench')
  await expect(history(page).getByText(/^finished, 12 samples, about/)).toBeVisible()
})

test('what a spec names and is not here is said with the next step, and nothing begins', async ({ page }) => {
  await page.goto('./#/bench')
  await page.getByText('A study', { exact: true }).click()
  const [variant] = SMALL.variants
  const lacking = {
    ...SMALL,
    variants: [variant, { model: 'owner/absent', scheme: 'int4' }, { name: 'big', samples: 'big.jsonl' }],
    benchmarks: [{ id: 'starter-mbpp', limit: 3 }, { id: 'humaneval-plus-v0.1.10' }],
  }
  await page.getByLabel('Open a spec').setInputFiles({
    name: 'mine.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(lacking)),
  })
  await expect(form(page).getByText('mine.json', { exact: true }).last()).toBeVisible()
  const missing = before(page).getByRole('group', { name: 'Missing' })
  await expect(missing.getByRole('listitem')).toHaveCount(3)
  await expect(missing).toContainText('unknown-model')
  await expect(missing).toContainText('unknown-benchmark')
  await expect(missing.getByRole('link', { name: 'Bring humaneval-plus-v0.1.10' })).toHaveAttribute('href', '#/score')

  const line = JSON.stringify({ task_id: 'Starter/0', completion: '    return 1' })
  await missing.getByLabel('Choose the file of big.jsonl').setInputFiles({
    name: 'other-name.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(`${line}\n`),
  })
  await expect(missing.getByRole('listitem')).toHaveCount(2)
  const elsewhere = page.getByRole('region', { name: 'Samples made elsewhere' })
  await expect(elsewhere.getByText('big.jsonl', { exact: true })).toBeVisible()

  await form(page).getByRole('button', { name: 'Start the run' }).click()
  await expect(run(page).getByRole('heading', { name: 'Stopped by an error' })).toBeVisible({ timeout: 60_000 })
  await expect(run(page).getByRole('link', { name: 'Bring owner/absent' })).toBeVisible()
  await expect(history(page).getByRole('listitem')).toHaveCount(1)
  await run(page).getByRole('link', { name: 'Bring owner/absent' }).click()
  await expect(page.getByLabel('Model id on the hub')).toHaveValue('owner/absent')
  await page.goBack()
  await run(page).getByRole('button', { name: 'New run' }).click()
  await expect(form(page).getByText('mine.json', { exact: true }).last()).toBeVisible()

  await elsewhere.getByRole('button', { name: 'Remove big.jsonl' }).click()
  await elsewhere.getByRole('button', { name: 'Really remove big.jsonl' }).click()
  await expect(missing.getByRole('listitem')).toHaveCount(3)
})

test('samples made elsewhere are a variant beside models', async ({ page }) => {
  test.setTimeout(400_000)
  await page.goto('./#/bench')
  const lines = [0, 1, 2].map((at) => JSON.stringify({ task_id: `Starter/${at}`, completion: '    return 1' }))
  await page.getByLabel('Add samples').setInputFiles({
    name: 'large.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(`${lines.join('\n')}\n`),
  })
  await page.getByText('A study', { exact: true }).click()
  await text(page).fill(JSON.stringify({ ...SMALL, variants: [SMALL.variants[0]], conditions: [{}] }))
  await page.getByRole('button', { name: 'Add large.jsonl as a variant' }).click()
  await expect(form(page).getByText('large', { exact: false }).first()).toBeVisible()
  await expect(before(page).getByRole('definition').first()).toHaveText('2')
  await form(page).getByRole('button', { name: 'Start the run' }).click()
  await expect(run(page).getByRole('heading', { name: 'Finished' })).toBeVisible({ timeout: 300_000 })
  await expect(page.getByRole('region', { name: 'Table of results' }).getByRole('row')).toHaveCount(3)
})

test('a study: axe finds nothing, nor in what is missing, a measured run and a history', async ({ page }) => {
  test.setTimeout(600_000)
  await page.goto('./#/bench?preset=hub-models')
  await expect(before(page).getByRole('group', { name: 'Missing' })).toBeVisible()
  await expectAccessible(page)
  await text(page).fill('{')
  await expect(form(page).getByRole('status')).toContainText('bad-spec')
  await expectAccessible(page)
  await text(page).fill(JSON.stringify(SMALL))
  await before(page).getByRole('button', { name: 'Measure here' }).click()
  await expect(before(page).getByRole('region', { name: 'Time by variant' })).toBeVisible({ timeout: 180_000 })
  await expectAccessible(page)
  await form(page).getByRole('button', { name: 'Start the run' }).click()
  await expect(run(page).getByRole('heading', { name: 'Finished' })).toBeVisible({ timeout: 300_000 })
  await history(page).getByRole('button', { name: 'Delete small study' }).click()
  await expectAccessible(page)
})
