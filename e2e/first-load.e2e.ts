import { expect, test } from '@playwright/test'
import { SITE } from './support/site'

test('the first load shows the recorded run, and loads neither models nor Python nor anything foreign', async ({
  page,
}) => {
  const requests: string[] = []
  const problems: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto('./')
  await expect(page.getByRole('region', { name: 'Recorded run' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Recorded run' })).toContainText('npx shakedown run')
  await expect(page.getByRole('region', { name: /^Code:/ }).first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(requests.filter((url) => !url.startsWith(SITE))).toEqual([])
  expect(requests.filter((url) => /\/models\/|\.onnx|pyodide|python|\.wasm|worker/.test(url))).toEqual([])
  expect(problems).toEqual([])
})

test('the recording is whole: every cell of its record has its samples and prompts', async ({ page }) => {
  await page.goto('./#/run?source=recorded/quick-check')
  const grid = page.getByRole('region', { name: 'Problems by cell' })
  await expect(grid).toBeVisible()
  await expect(grid.getByText('no sample')).toHaveCount(0)
  await grid.getByRole('link').first().click()
  await expect(page.getByRole('region', { name: /^Code:/ })).toHaveCount(4)
})
