import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What a scheme of colours can break; all else is the same in both. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** axe finds nothing, light and dark, wide and at 390 px, where nothing scrolls sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectNothing(axe(page).withRules(OF_COLOURS))
  await page.emulateMedia({ colorScheme: 'light' })
  await expectNothing(axe(page))
  await page.setViewportSize({ width: 390, height: 900 })
  await expectNothing(axe(page))
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** Without frames, of which only the hidden one of the sandbox is foreign: otherwise each analysis opens a further page. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode()
}

async function expectNothing(wanted: AxeBuilder): Promise<void> {
  const { violations } = await wanted.analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
}
