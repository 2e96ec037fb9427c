import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessible'
import { openLivePrompt } from './support/live'

test('a prompt is attacked, edited by hand and rejected; the gallery and the search run beside it', async ({
  page,
}) => {
  await openLivePrompt(page)
  const perturbed = page.getByRole('region', { name: 'Prompt, Perturbed' })
  const attack = page.getByRole('combobox', { name: 'Attack', exact: true })

  // An attack that loads WordNet first; another seed, another text.
  const letters = await perturbed.locator('pre').innerText()
  await attack.selectOption('synonym-substitution')
  await expect(perturbed.locator('pre')).not.toHaveText(letters, { timeout: 60_000 })
  const before = await perturbed.locator('pre').innerText()
  await page.getByRole('button', { name: 'New seed' }).click()
  await expect(perturbed.locator('pre')).not.toHaveText(before)
  await expect(perturbed.getByText(/^\d+ → \d+/)).toBeVisible({ timeout: 120_000 })

  await perturbed.getByRole('button', { name: 'The meaning changed' }).click()
  await expect(page.getByText('prompt rejected: meaning changed')).toHaveCount(2, { timeout: 120_000 })

  await perturbed.getByRole('button', { name: 'Edit by hand' }).click()
  const field = page.getByLabel('Prompt, edited by hand')
  const text = await field.inputValue()
  await field.fill(text.replace(/^(\s*"""\s*)/, '$1Kindly: '))
  await page.getByRole('button', { name: 'Use this prompt' }).click()
  await expect(attack).toHaveValue('hand')
  await expect(perturbed.locator('ins').first()).toContainText('Kindly')
  await expect(page.getByText('prompt rejected: meaning changed')).toHaveCount(0)

  await attack.selectOption('char')
  const search = page.getByRole('region', { name: 'Smallest edit', exact: true })
  await search.getByLabel('Programs at most').fill('6')
  await search.getByRole('button', { name: 'Find the smallest edit' }).click()
  await expect(search.getByText(/quantization/i)).toBeVisible({ timeout: 180_000 })
  await expect(search.getByText(/written and judged/)).toHaveCount(2)

  const gallery = page.getByRole('region', { name: 'Gallery of attacks' })
  await gallery.getByRole('button', { name: 'Show the gallery' }).click()
  await expect(gallery.getByRole('button', { name: 'Run all here' })).toBeVisible({ timeout: 120_000 })
  await expect(gallery.getByRole('article', { name: 'Case of one letter' })).toContainText('1 edit')
  await gallery.getByRole('button', { name: 'Run all here' }).click()
  await expect(gallery.getByText(/^fp32 fails \d+ of \d+, int4 fails/)).toBeVisible({ timeout: 180_000 })
  await gallery.getByRole('button', { name: 'Cancel' }).click()
  await expect(gallery.getByRole('button', { name: 'Run all here' })).toBeVisible()
  await expectAccessible(page)
})
