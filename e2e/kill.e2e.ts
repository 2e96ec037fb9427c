import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { Xoshiro128 } from '../src/core/random/xoshiro'
import { decodeRunFolder, runFilesIn } from '../src/storage/run-folder'
import { comparable } from './support/command'
import { serveExampleRecording } from './support/recorded'

/**
 * The tab of a run is killed at random moments, half of the times by a crash of its renderer, and the run taken up again by a
 * new tab: nothing is lost, nothing is made twice, and the end is that of the undisturbed run. SHAKEDOWN_KILLS says how often
 * (5; `npm run soak -- kills` takes 50), SHAKEDOWN_KILL_SEED when.
 */
const KILLS = Number(process.env['SHAKEDOWN_KILLS'] ?? '5')
const SEED = Number(process.env['SHAKEDOWN_KILL_SEED'] ?? '1')
const PROBLEMS = Math.max(4, Math.min(40, KILLS))

/** Samples in the tab's database: what making each took, so that a sample made again would show. */
async function stored(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases()
    if (!databases.some(({ name }) => name === 'shakedown')) return {}
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('shakedown')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const all = await new Promise<{ id: string; timing: { generate_ms: number } }[]>((resolve, reject) => {
      const request = database.transaction('samples').objectStore('samples').getAll()
      request.onsuccess = () => resolve(request.result as { id: string; timing: { generate_ms: number } }[])
      request.onerror = () => reject(request.error)
    })
    database.close()
    return Object.fromEntries(all.map(({ id, timing }) => [id, timing.generate_ms]))
  })
}

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await serveExampleRecording(page)
  await page.goto('./#/bench')
  return page
}

async function start(page: Page): Promise<void> {
  await page.getByLabel('Model').selectOption('starter-coder-s')
  await page.getByLabel(/First problems/).fill(String(PROBLEMS))
  await page.getByRole('button', { name: 'Start the run' }).click()
}

async function goOn(page: Page): Promise<void> {
  const again = page
    .getByRole('region', { name: 'Runs in this browser' })
    .getByRole('button', { name: /Resume|Continue/ })
  // Killed before the run was written down: it is started anew.
  await page.getByRole('button', { name: 'Start the run' }).waitFor()
  await page.waitForTimeout(300)
  if ((await again.count()) > 0) await again.first().click()
  else await start(page)
}

async function kill(page: Page, isCrash: boolean): Promise<void> {
  if (!isCrash) return page.close()
  const crashed = page.waitForEvent('crash')
  const session = await page.context().newCDPSession(page)
  // The answer never comes: there is nobody left to give it.
  session.send('Page.crash').catch(() => undefined)
  await crashed
  await page.close()
}

async function finish(page: Page) {
  const run = page.getByRole('region', { name: 'Run', exact: true })
  await expect(run.getByRole('heading', { name: 'Finished' })).toBeVisible({ timeout: 600_000 })
  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: /Export .*zip/ })
      .first()
      .click(),
  ])
  return decodeRunFolder(runFilesIn(readFileSync(await zip.path())))
}

test(`a run whose tab is killed ${KILLS} times ends as the undisturbed one`, async ({ browser, baseURL }) => {
  test.setTimeout(300_000 + KILLS * 60_000)
  const options = baseURL === undefined ? {} : { baseURL }
  const calm = await browser.newContext(options)
  const quiet = await open(calm)
  const clock = Date.now()
  await start(quiet)
  const undisturbed = comparable(await finish(quiet))
  const length = Date.now() - clock
  await calm.close()

  const random = new Xoshiro128(SEED)
  const context = await browser.newContext(options)
  let page = await open(context)
  let before: Record<string, number> = {}
  for (let count = 0; count < KILLS; count += 1) {
    await (count === 0 ? start(page) : goOn(page))
    // Moments of the whole length at first; later ones come sooner, since less is left to do.
    await page.waitForTimeout(random.below(Math.ceil(Math.max(800, length / (1 + count / 4)))))
    await kill(page, random.below(2) === 0)
    page = await open(context)
    const now = await stored(page)
    for (const [id, took] of Object.entries(before)) expect(now[id]).toBe(took)
    before = now
  }
  await goOn(page)
  const bundle = await finish(page)
  expect(comparable(bundle)).toEqual(undisturbed)
  for (const { id, timing } of bundle.samples) expect(timing.generate_ms).toBe(before[id] ?? timing.generate_ms)
  await context.close()
})
