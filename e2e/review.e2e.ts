import { expect, test } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { parseRunText } from '../src/core/experiment/parse-run'
import { translationSettings } from '../src/core/translation/translators'
import { expectAccessible } from './support/accessible'

/** A person's look at perturbed prompts on the Results page, and translations in and out of files. */

const RUN = './#/run?source=recorded/quick-check'

test('a rejected prompt counts apart, over visits, and goes out with the run', async ({ page }) => {
  await page.goto(`${RUN}&task=Starter/3&condition=1`)
  const reject = page.getByRole('button', { name: 'The meaning changed' })
  await reject.click()
  await expect(page.getByRole('button', { name: 'Rejected: meaning changed' })).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('link', { name: 'All results' }).click()

  const table = page.getByRole('region', { name: 'Table of results' })
  const row = table.getByRole('row').filter({ hasText: 'char' }).first()
  await expect(row).toContainText('40')
  await page.getByText('Without 1 rejected').click()
  await expect(row).toContainText('39')
  await expect(table.getByRole('row').filter({ hasText: 'gaussian' }).first()).toContainText('40')
  await expectAccessible(page)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export run.json' }).click(),
  ])
  const { review, cells } = parseRunText(readFileSync(await download.path(), 'utf8'))
  expect(review?.rejected.map(({ task_id }) => task_id)).toEqual(['Starter/3'])
  expect(cells.map(({ n }) => n)).toEqual([40, 40, 40, 40, 40, 40])
  expect(review?.without.cells.map(({ n }) => n)).toEqual([40, 39, 40, 40, 39, 40])

  await page.reload()
  await page.getByText('Without 1 rejected').click()
  await page.goto(`${RUN}&task=Starter/3&condition=1`)
  await page.getByRole('button', { name: 'Rejected: meaning changed' }).click()
  await page.getByRole('link', { name: 'All results' }).click()
  await expect(page.getByText('Without 1 rejected')).toHaveCount(0)
})

test('translations come in from a file and go out to one', async ({ page }) => {
  await page.goto('./#/models')
  const panel = page.getByRole('region', { name: 'Translations' })
  await expect(panel).toContainText('0 back-translations are kept here')
  const settings = translationSettings('starter', 'de')
  const result = { kind: 'translated', text: 'Give back the list.', pivotText: 'Gib die Liste zurück.', isWhole: true }
  const translations = [{ text: 'Return the list.', result }]
  const file = { format: 'shakedown-translations', version: 1, groups: [{ settings, translations }] }
  const give = async (content: object) => {
    const buffer = Buffer.from(JSON.stringify(content))
    await panel
      .getByLabel('Import translations')
      .setInputFiles({ name: 'class.json', mimeType: 'application/json', buffer })
  }
  await give(file)
  await expect(panel.getByRole('status')).toHaveText('1 translation read from class.json.')
  await expect(panel).toContainText('1 back-translation is kept here')
  await give({ ...file, groups: [{ settings: { ...settings, revision: 99 }, translations }] })
  await expect(panel.getByRole('alert')).toContainText('other settings')

  await page.reload()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: 'Export translations' }).click(),
  ])
  expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual(file)
  await panel.getByRole('button', { name: 'Delete translations' }).click()
  await expect(panel).toContainText('0 back-translations are kept here')
})
