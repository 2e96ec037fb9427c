import { expect, type Page } from '@playwright/test'
import { serveExampleRecording } from './recorded'

/** Opens Play with the smallest model on the first problem of the starter benchmark, its four cells done. */
export async function openLivePrompt(page: Page): Promise<void> {
  await serveExampleRecording(page)
  await page.goto('./')
  await page.getByRole('button', { name: 'Run it here' }).click()
  await page.getByRole('combobox', { name: 'Model', exact: true }).selectOption('starter-coder-s')
  await page.getByRole('button', { name: /^Starter\/0/ }).click()
  await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 180_000 })
}
