import { expect, test, type Page } from '@playwright/test'
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expectAccessible } from './support/accessible'
import { serveExampleRecording } from './support/recorded'
import { EVERYTHING, serveRun } from './support/results'

const RUN = './#/run?source=recorded/study'
const VIEWS = [
  { show: 'table-1', ready: 'Table I' },
  { show: 'noise', ready: 'pass@1 by level of noise' },
  { show: 'trade-off', ready: 'Quantization against robustness' },
  { show: 'parts', ready: 'Sensitivity of roles and layers to noise' },
  { show: 'compare', ready: 'Compare with another run' },
  { show: 'export', ready: 'Report' },
] as const

async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; path: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()])
  const path = await file.path()
  return { name: file.suggestedFilename(), path, text: readFileSync(path, 'utf8') }
}

test('views of a run: axe finds nothing, light and dark, and nothing scrolls sideways at 390 px', async ({ page }) => {
  await serveRun(page, 'study', EVERYTHING)
  for (const { show, ready } of VIEWS) {
    await page.goto(`${RUN}&show=${show}`)
    await expect(page.getByRole('region', { name: ready, exact: true })).toBeVisible()
    await expectAccessible(page)
  }
})

test('a cell of Table I opens its two-by-twos and the problems that flipped', async ({ page }) => {
  await serveRun(page, 'study', EVERYTHING)
  await page.goto(`${RUN}&show=table-1`)
  const table = page.getByRole('region', { name: 'Table I', exact: true })
  await expect(table.getByRole('row')).toHaveCount(2 + 2)
  await table.getByRole('button', { name: /Sham 3B, sham\+, char/ }).click()
  const detail = page.getByRole('region', { name: 'Behind the cell' })
  await expect(detail.getByRole('table')).toHaveCount(2)
  await expect(detail).toContainText('exact McNemar p')
  await expectAccessible(page)
  await detail.getByRole('link').first().click()
  await expect(page).toHaveURL(/task=Sham/)
  await expect(page.getByRole('region', { name: /^Code:/ })).toHaveCount(4)
})

test('figures and tables go out as files', async ({ page }) => {
  await serveRun(page, 'study', EVERYTHING)
  await page.goto(`${RUN}&show=noise`)
  const noise = page.getByRole('group', { name: 'Save pass@1 by level of noise' })
  const svg = await download(page, () => noise.getByRole('button', { name: 'SVG' }).click())
  expect(svg.text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(svg.text).not.toContain('var(')
  const png = await download(page, () => noise.getByRole('button', { name: 'PNG' }).click())
  const bytes = readFileSync(png.path)
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  // Twice the 900 pixels of the file's figure.
  expect(bytes.readUInt32BE(16)).toBe(1800)
  const csv = await download(page, () => noise.getByRole('button', { name: 'CSV' }).click())
  expect(csv.text.split('\r\n')[0]).toBe('Model,Noise,Weights,Level,pass@1,95 %,n,Seeds')

  await page.goto(`${RUN}&show=export`)
  const samples = await download(page, () => page.getByRole('button', { name: 'samples.jsonl' }).click())
  expect(samples.text.trim().split('\n')).toHaveLength(40)
  const results = await download(page, () => page.getByRole('button', { name: 'eval_results.json' }).click())
  expect(JSON.parse(results.text)).toHaveProperty('pass_at_k')
  const verdicts = await download(page, () => page.getByRole('button', { name: 'Verdicts' }).click())
  expect(verdicts.text.trim().split('\r\n')).toHaveLength(1 + 6 * 40 * 40)
})

test('the HTML report opens from a disk, without a network', async ({ page, browser }, testInfo) => {
  await serveRun(page, 'study', EVERYTHING)
  await page.goto(`${RUN}&show=export`)
  const report = await download(page, () => page.getByRole('button', { name: 'HTML report' }).click())
  const file = testInfo.outputPath('report.html')
  writeFileSync(file, report.text)
  const context = await browser.newContext({ offline: true, javaScriptEnabled: false })
  const alone = await context.newPage()
  const asked: string[] = []
  alone.on('request', (request) => asked.push(request.url()))
  await alone.goto(pathToFileURL(file).href)
  await expect(alone.getByRole('heading', { name: 'made-up study' })).toBeVisible()
  await expect(alone.getByRole('img', { name: /^pass@1 by level of noise/ })).toBeVisible()
  expect(asked).toHaveLength(1)
  await context.close()
})

test('two runs are compared, and a difference leads to its sample', async ({ page }) => {
  const small = { models: ['lab/Sham-1B'], conditions: [{}], problems: 20, schemes: ['fp32', 'int4'] }
  await serveRun(page, 'first', { ...small, name: 'first run' })
  await serveRun(page, 'second', { ...small, name: 'second run', seed: 9 })
  await page.goto('./#/run?source=recorded/first&show=compare&with=source:recorded/second')
  const comparison = page.getByRole('region', { name: 'Comparison', exact: true })
  await expect(comparison).toContainText(/of 40 samples were judged differently/)
  await expect(comparison.getByRole('region', { name: 'Cells of both runs' }).getByRole('row')).toHaveCount(1 + 2)
  await expectAccessible(page)
  await comparison.getByText(/^lab\/Sham-1B fp32, clean, sham: \d+/).click()
  await comparison.getByRole('link').first().click()
  await expect(page).toHaveURL(/source=recorded%2Ffirst&task=Sham/)
})

test('the grid holds the rows in sight only, and is driven by keys', async ({ page }) => {
  await serveRun(page, 'large', {
    models: ['lab/Sham-1B'],
    schemes: ['fp32', 'int4'],
    conditions: [{}, { prompt: { attack: 'char', seed: 1 } }],
    problems: 2000,
  })
  await page.goto('./#/run?source=recorded/large')
  const grid = page.getByRole('grid', { name: 'Problems by cell' })
  await expect(grid).toHaveAttribute('aria-rowcount', '2002')
  expect(await grid.locator('tbody tr').count()).toBeLessThan(60)
  await grid.getByRole('link', { name: 'Sham/0', exact: true }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(grid.getByRole('link', { name: 'Sham/1', exact: true })).toBeFocused()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Control+End')
  await expect(grid.locator('[data-place="1999.4"]')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(grid.getByRole('link', { name: 'Sham/1999', exact: true })).toBeFocused()
  expect(await grid.locator('tbody tr').count()).toBeLessThan(60)
  await page.keyboard.press('Control+Home')
  await expect(grid.getByRole('link', { name: 'Sham/0', exact: true })).toBeFocused()
  await page.getByText('Flipped', { exact: true }).click()
  await expect(page.getByText(/of 2,000 problems/)).not.toContainText('2,000 of 2,000')
  await page.getByLabel('Sort by').selectOption('Number of flips')
  await expect(grid.locator('tbody .counts').first()).toContainText('2 flips')
  await grid.locator('[data-place="0.0"]').focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/task=Sham/)
})

test('a stored program is judged here again, and Play opens with the same settings', async ({ page }) => {
  await serveExampleRecording(page)
  await page.goto('./#/run?source=recorded/quick-check&task=Example/2&variant=1&condition=1')
  const again = page.getByRole('region', { name: 'Run it here again' })
  // The example's problems are of no benchmark that is here: a named error, and nothing breaks.
  await again.getByRole('button', { name: 'Run it here again' }).click()
  await expect(again.getByRole('alert')).toContainText('not-found')
  await page.getByRole('link', { name: 'Open on Play' }).click()
  await expect(page.locator('main')).toContainText(
    'This link asks for Example/2 of starter-mbpp: example-model int4, char',
  )
})

test('a program of the shipped recording gets the same verdict here', async ({ page }) => {
  await page.goto('./#/run?source=recorded/quick-check&task=Starter/3&variant=1&condition=1')
  const again = page.getByRole('region', { name: 'Run it here again' })
  await again.getByRole('button', { name: 'Run it here again' }).click()
  await expect(again.getByText('the same as graded')).toBeVisible({ timeout: 120_000 })
})
