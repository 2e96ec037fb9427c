import { expect, type Page } from '@playwright/test'

/** On the scoring page: grades the example samples of the starter benchmark to the end. */
export async function gradeExample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use example samples' }).click()
  await page.getByRole('button', { name: 'Grade', exact: true }).click()
  const grading = page.getByRole('region', { name: 'Grading' })
  await expect(grading.getByRole('heading', { name: 'Graded' })).toBeVisible({ timeout: 120_000 })
}
