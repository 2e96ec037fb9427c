import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessible'
import { gradeExample } from './support/graded'
import { serveExampleRecording } from './support/recorded'

const PAGES = [
  { name: 'play', hash: '#/', ready: 'Recorded run' },
  { name: 'bench', hash: '#/bench', ready: 'Runs in this browser' },
  { name: 'score', hash: '#/score', ready: 'Samples' },
  { name: 'models', hash: '#/models?model=starter-coder-s', ready: 'In this browser' },
  { name: 'results', hash: '#/run?source=recorded/quick-check', ready: 'Table of results' },
  {
    name: 'problem',
    hash: '#/run?source=recorded/quick-check&task=Example/2&variant=1&condition=1',
    ready: 'Prompt, Clean',
  },
] as const

for (const { name, hash, ready } of PAGES) {
  test(`${name}: axe finds nothing, light and dark, and nothing scrolls sideways at 390 px`, async ({ page }) => {
    await serveExampleRecording(page)
    await page.goto(`./${hash}`)
    await expect(page.getByRole('region', { name: ready }).first()).toBeVisible()
    await expectAccessible(page)
  })
}

test('graded samples: axe finds nothing on the list, on one sample and in its editor', async ({ page }) => {
  await page.goto('./#/score')
  await gradeExample(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: /^exception/ }).click()
  await page.getByRole('region', { name: 'Table of samples' }).getByRole('link').first().click()
  await expect(page.getByRole('region', { name: 'Graded program' })).toBeVisible()
  await expectAccessible(page)
  await page.getByText('Side by side').click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Edit and run' }).click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'Edited program' })).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page)
})

test('the whole page is reached by keyboard, and what has focus is seen', async ({ page }) => {
  await serveExampleRecording(page)
  await page.goto('./')
  await expect(page.getByRole('region', { name: 'Recorded run' })).toBeVisible()
  const reached: string[] = []
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const name = element.getAttribute('aria-label') ?? element.textContent ?? ''
      return { name: name.trim().replace(/\s+/g, ' '), isSeen: outlineStyle !== 'none' && outlineWidth !== '0px' }
    })
    if (focused === null) break
    expect(focused.isSeen, `focus on "${focused.name}" is seen`).toBe(true)
    reached.push(focused.name)
  }
  for (const name of ['Skip to content', 'Play', 'Bench', 'Large type', 'Theme', 'Run it here', 'Filter problems']) {
    expect(reached).toContain(name)
  }
})

test('theme and large type are kept', async ({ page }) => {
  await serveExampleRecording(page)
  await page.goto('./')
  await page.getByLabel('Theme').selectOption('dark')
  await page.getByRole('button', { name: 'Large type' }).click()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('html')).toHaveAttribute('data-type', 'large')
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(background).toBe('rgb(18, 20, 22)')
})
