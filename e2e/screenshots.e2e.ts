import { expect, test } from '@playwright/test'
import { gradeExample } from './support/graded'
import { openLivePrompt } from './support/live'

/** Makes docs/screenshots anew from the built site: SHAKEDOWN_SCREENSHOTS=1 npx playwright test e2e/screenshots.e2e.ts */
test.skip(process.env['SHAKEDOWN_SCREENSHOTS'] === undefined, 'only when asked for')

const RUN = '#/run?source=recorded/quick-check'
/** Comes last: it waits for its simulation. */
const PAPER = 'Figure of the null band'
const SHOTS = [
  { name: 'play-1280-light', hash: '#/', width: 1280, height: 1400, colorScheme: 'light', ready: 'Recorded run' },
  { name: 'play-1920-dark', hash: '#/', width: 1920, height: 1080, colorScheme: 'dark', ready: 'Recorded run' },
  { name: 'play-390-light', hash: '#/', width: 390, height: 844, colorScheme: 'light', ready: 'Recorded run' },
  { name: 'results-1280-light', hash: RUN, width: 1280, height: 900, colorScheme: 'light', ready: 'Table of results' },
  { name: 'results-390-dark', hash: RUN, width: 390, height: 844, colorScheme: 'dark', ready: 'Table of results' },
  {
    name: 'bench-1280-dark',
    hash: '#/bench',
    width: 1280,
    height: 900,
    colorScheme: 'dark',
    ready: 'Runs in this browser',
  },
  { name: 'paper-1280-light', hash: '#/paper', width: 1280, height: 1600, colorScheme: 'light', ready: PAPER },
  { name: 'paper-390-dark', hash: '#/paper', width: 390, height: 2400, colorScheme: 'dark', ready: PAPER },
] as const

for (const { name, hash, width, height, colorScheme, ready } of SHOTS) {
  test(name, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
    await page.goto(`./${hash}`)
    await expect(page.getByRole('region', { name: ready }).first()).toBeVisible()
    await page.screenshot({ path: `docs/screenshots/${name}.png`, fullPage: width < 1000 && ready !== PAPER })
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`results-noise-1280-${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.goto('./#/run?source=recorded/findings-noise&show=noise')
    await expect(page.getByRole('region', { name: 'Three regions of noise' })).toBeVisible()
    await page.screenshot({ path: `docs/screenshots/results-noise-1280-${colorScheme}.png`, fullPage: true })
  })
}

test('grid-1280-light', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(`./${RUN}`)
  await page.getByText('Flipped', { exact: true }).click()
  const section = page.getByRole('region', { name: 'Problem by problem' })
  await section
    .getByRole('link', { name: /^Starter/ })
    .first()
    .focus()
  await page.keyboard.press('ArrowDown')
  await section.screenshot({ path: 'docs/screenshots/grid-1280-light.png' })
})

for (const { name, width, colorScheme } of [
  { name: 'bench-study-1280-light', width: 1280, colorScheme: 'light' },
  { name: 'bench-390-light', width: 390, colorScheme: 'light' },
] as const) {
  test(name, async ({ page }) => {
    test.setTimeout(240_000)
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.goto('./#/bench?preset=quick-check')
    const before = page.getByRole('region', { name: 'Before starting' })
    await before.getByRole('button', { name: 'Measure here' }).click({ timeout: 60_000 })
    await expect(before.getByText(/^About /)).toBeVisible({ timeout: 180_000 })
    await expect(before.getByRole('button', { name: 'Measure here' })).toBeVisible({ timeout: 180_000 })
    await page.screenshot({ path: `docs/screenshots/${name}.png`, fullPage: true })
  })
}

for (const { name, width, colorScheme } of [
  { name: 'models-1280-light', width: 1280, colorScheme: 'light' },
  { name: 'models-390-dark', width: 390, colorScheme: 'dark' },
] as const) {
  test(name, async ({ page }) => {
    test.setTimeout(120_000)
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.goto('./#/models?model=starter-coder-s')
    await page.getByRole('button', { name: 'Open here' }).click()
    await page.getByRole('button', { name: 'Check this device' }).click({ timeout: 60_000 })
    await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Before and after' }).click()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(page.getByRole('img', { name: /Histogram/ })).toBeVisible()
    await page.screenshot({ path: `docs/screenshots/${name}.png`, fullPage: true })
  })
}

for (const { name, width, colorScheme } of [
  { name: 'score-1280-light', width: 1280, colorScheme: 'light' },
  { name: 'score-1280-dark', width: 1280, colorScheme: 'dark' },
  { name: 'score-390-light', width: 390, colorScheme: 'light' },
] as const) {
  test(name, async ({ page }) => {
    test.setTimeout(180_000)
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.goto('./#/score')
    await gradeExample(page)
    if (name === 'score-1280-light') await page.screenshot({ path: `docs/screenshots/${name}.png`, fullPage: true })
    await page.getByRole('button', { name: /^exception/ }).click()
    await page.getByRole('region', { name: 'Table of samples' }).getByRole('link').first().click()
    await expect(page.getByRole('region', { name: 'Graded program' })).toBeVisible()
    await page.screenshot({ path: `docs/screenshots/${name.replace('score', 'sample')}.png`, fullPage: true })
  })
}

for (const { name, width, colorScheme } of [
  { name: 'attacks-1280-light', width: 1280, colorScheme: 'light' },
  { name: 'attacks-390-dark', width: 390, colorScheme: 'dark' },
] as const) {
  test(name, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await openLivePrompt(page)
    await page.getByRole('combobox', { name: 'Attack', exact: true }).selectOption('keyboard')
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 120_000 })
    const search = page.getByRole('region', { name: 'Smallest edit', exact: true })
    await search.getByLabel('Programs at most').fill('12')
    await search.getByRole('button', { name: 'Find the smallest edit' }).click()
    await expect(search.getByText(/quantization/i)).toBeVisible({ timeout: 120_000 })
    const gallery = page.getByRole('region', { name: 'Gallery of attacks' })
    await gallery.getByRole('button', { name: 'Show the gallery' }).click()
    await gallery.getByRole('button', { name: 'Run all here' }).click({ timeout: 120_000 })
    await expect(gallery.getByText(/^fp32 fails \d+ of \d+, int4 fails/)).toBeVisible({ timeout: 120_000 })
    await page.screenshot({ path: `docs/screenshots/${name}.png`, fullPage: true })
  })
}
