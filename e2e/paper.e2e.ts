import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessible'
import { serveExampleRecording } from './support/recorded'

test('paper: axe finds nothing, light and dark, and nothing scrolls sideways at 390 px', async ({ page }) => {
  await page.goto('./#/paper')
  await expect(page.getByRole('img', { name: /draws of two models that do not differ/ })).toBeVisible()
  await expectAccessible(page)
})

test('the table is counted by slices, and a cell says what can stand behind its number', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Paper' }).click()
  const recount = page.getByRole('region', { name: 'Table I, counted again' })
  await expect(recount.getByText(/^126 cells: .* 65 \(51.59 %\).* 54 \(42.86 %\).* 7 \(5.56 %\)\./)).toBeVisible()
  await recount.getByRole('button', { name: 'MBPP and MBPP+ together' }).click()
  await expect(recount.getByText(/^72 cells: .* 43 \(59.72 %\)/)).toBeVisible()
  await recount.getByRole('combobox', { name: 'Family' }).selectOption('CodeGen')
  await expect(recount.getByText(/^18 cells/)).toBeVisible()

  const panel = page.getByRole('region', { name: 'Behind the cell' })
  await recount.getByRole('button', { name: /^CodeGen 350M, MBPP\+, sentence attack: 6.997/ }).click()
  await expect(panel.getByText('7 of 378 problems lost by the original, against 1 by')).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(panel.getByRole('heading', { name: 'CodeGen 350M, MBPP+, word attack: 1.000' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(recount.getByRole('button', { name: /^CodeGen 2B, MBPP\+, word attack/ })).toBeFocused()
})

test('the null band is simulated here, for the benchmark and the losses that are asked for', async ({ page }) => {
  await page.goto('./#/paper?section=null-band')
  await expect(page.getByRole('heading', { name: 'RRS when nothing differs' })).toBeFocused()
  const section = page.getByRole('region', { name: 'RRS when nothing differs' })
  await expect(section.getByText(/RRS is between 0.30 and 3.33 in the middle 90 %/)).toBeVisible()
  await section.getByText('HumanEval, 164').click()
  await expect(section.getByText(/RRS is between 0.20 and 5.00 in the middle 90 %/)).toBeVisible()
  await section.getByLabel('Lost').fill('200')
  await expect(section.getByText('Lost and gained together')).toBeVisible()
  await section.getByLabel('Lost').fill('0')
  await section.getByLabel('Gained').fill('0')
  await section.getByRole('button', { name: 'Simulate' }).click()
  await expect(section.getByText(/there is no RRS at all/).first()).toBeVisible()
})

test('a confound opens the bench, and runs nothing by itself', async ({ page }) => {
  await page.goto('./#/paper')
  await page.getByRole('link', { name: 'Run it here: the newline alone' }).click()
  await expect(page).toHaveURL(/#\/bench\?preset=newline$/)
  await expect(page.getByRole('heading', { name: 'Bench', level: 1 })).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
})

test('findings are shown where the site has them, and said to be missing where not', async ({ page }) => {
  await page.route('**/findings.json', (route) => route.fulfill({ status: 404 }))
  await page.goto('./#/paper?section=advice')
  await expect(page.getByText('The findings have not been computed')).toBeVisible()
  await expect(page.getByText('npx shakedown run examples/findings/noise.json --out runs/noise').first()).toBeVisible()

  const answer = {
    ...{ id: 'noise', question: 'Made up for this test?', answer: 'Made up for this test.', command: 'made up' },
    ...{ estimate: 1.5, low: -0.5, high: 3.5, unit: 'points', n: 328 },
  }
  await page.route('**/findings.json', (route) => route.fulfill({ json: { version: 1, answers: [answer] } }))
  await page.reload()
  await expect(page.getByText('1.5 points (95 %: −0.5 to 3.5), n = 328')).toHaveCount(2)
  await expect(page.getByText('The findings have not been computed')).toHaveCount(0)

  await page.route('**/findings.json', (route) => route.fulfill({ json: { version: 2 } }))
  await page.reload()
  await expect(page.getByRole('alert').getByText(/findings.json: version/)).toBeVisible()
})

test('an example prompt opens on Play with the assert in it as its test, and is tried there', async ({ page }) => {
  await serveExampleRecording(page)
  await page.goto('./#/paper')
  await page.getByRole('link', { name: 'Try MBPP 792 on Play' }).click()
  const asked = page.getByRole('region', { name: 'A prompt from a link' })
  await expect(asked.getByText('1 test of')).toBeVisible()
  await expect(asked.getByText('specified')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Run it here' }).click()
  await page.getByRole('combobox', { name: 'Model', exact: true }).selectOption('starter-coder-s')
  await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 180_000 })
  await expect(page.getByRole('region', { name: 'Prompt, Perturbed' }).getByText('specified')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Own\/0/ })).toBeVisible()
  await expect(page).toHaveURL(/perturbed=/)

  // The rest of the page takes it like any problem.
  await page.getByRole('combobox', { name: 'Attack', exact: true }).selectOption('keyboard')
  const search = page.getByRole('region', { name: 'Smallest edit', exact: true })
  await search.getByLabel('Programs at most').fill('2')
  await search.getByRole('button', { name: 'Find the smallest edit' }).click()
  await expect(search.getByText(/quantization/i)).toBeVisible({ timeout: 120_000 })
  await page.getByRole('combobox', { name: 'Benchmark' }).selectOption('starter-humaneval')
  await expect(page.getByRole('button', { name: /^Starter/ }).first()).toBeVisible({ timeout: 60_000 })
})

test('an address whose prompt cannot be tested says so', async ({ page }) => {
  await serveExampleRecording(page)
  await page.goto('./#/?prompt=Write+anything.')
  await expect(page.getByRole('alert').getByText('no assert')).toBeVisible()
})
