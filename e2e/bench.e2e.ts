import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { serveExampleRecording } from './support/recorded'

test.beforeEach(({ page }) => serveExampleRecording(page))

async function prepare(page: Page, problems: number): Promise<void> {
  await page.goto('./#/bench')
  await page.getByLabel('Model').selectOption('starter-coder-s')
  await page.getByLabel(/First problems/).fill(String(problems))
  await expect(page.getByText(`${problems * 6} samples`)).toBeVisible()
}

async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.evaluate(
    ({ name, base64 }) => {
      const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([data], name))
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    },
    { name, base64: bytes.toString('base64') },
  )
}

test('a run is paused, resumed, cancelled, taken up again after a reload, finished, exported and opened again', async ({
  page,
}) => {
  test.setTimeout(600_000)
  // So many that the run is not over before it can be cancelled, however fast the machine.
  await prepare(page, 20)
  await page.getByRole('button', { name: 'Start the run' }).click()
  const run = page.getByRole('region', { name: 'Run', exact: true })
  await expect(run.getByRole('button', { name: 'Pause' })).toBeVisible({ timeout: 120_000 })
  await run.getByRole('button', { name: 'Pause' }).click()
  await expect(run.getByRole('heading', { name: 'Paused' })).toBeVisible()
  await run.getByRole('button', { name: 'Resume' }).click()
  await expect(run.getByRole('heading', { name: 'Running' })).toBeVisible()
  await expect(run.getByText(/^[1-9]\d* of 120 samples · \d of 6 cells/)).toBeVisible({ timeout: 180_000 })
  await expect(page).toHaveTitle(/^\d+ % · Bench · Shakedown$/)
  await run.getByRole('button', { name: 'Cancel' }).click()
  await expect(run.getByRole('heading', { name: 'Cancelled' })).toBeVisible({ timeout: 60_000 })

  await page.reload()
  const history = page.getByRole('region', { name: 'Runs in this browser' })
  await expect(history.getByText(/^not finished, [1-9]\d* of 120 samples there, about/)).toBeVisible()
  await history.getByRole('button', { name: /^Continue starter-coder-s/ }).click()
  await expect(run.getByText(/kept from before/)).toBeVisible({ timeout: 120_000 })
  await expect(run.getByRole('heading', { name: 'Finished' })).toBeVisible({ timeout: 400_000 })
  const table = page.getByRole('region', { name: 'Table of results' })
  await expect(table.getByRole('row')).toHaveCount(7)
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()

  const [json] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export run.json' }).click(),
  ])
  const record = JSON.parse(readFileSync(await json.path(), 'utf8')) as {
    kind: string
    status: string
    cells: unknown[]
  }
  expect(record).toMatchObject({ kind: 'shakedown-run', status: 'finished' })
  expect(record.cells).toHaveLength(6)
  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export .zip with samples' }).click(),
  ])
  const bytes = readFileSync(await zip.path())

  // From the history, without any model.
  await page.reload()
  await history.getByRole('link', { name: /^starter-coder-s/ }).click()
  await expect(page.getByRole('region', { name: 'Problems by cell' })).toBeVisible()
  const shown = await table.innerText()

  await drop(page, 'run.zip', bytes)
  await expect(page).toHaveURL(/opened=run\.zip/)
  expect(await table.innerText()).toBe(shown)
  await page.getByRole('region', { name: 'Problems by cell' }).getByRole('link', { name: 'Starter/0' }).click()
  await expect(page.getByRole('region', { name: /^Code:/ })).toHaveCount(4)
})

test('files that are no runs are named, and what was there stays', async ({ page }) => {
  await page.goto('./#/bench')
  const alert = page.getByRole('alert')
  await drop(page, 'half.json', Buffer.from('{"version": 1, "kind": "shakedown-run"'))
  await expect(alert).toContainText('half.json')
  await expect(alert).toContainText('bad-run')
  await drop(page, 'other.json', Buffer.from('{"version": 1}'))
  await expect(alert).toContainText('other.json')
  await drop(page, 'broken.zip', Buffer.from('PK\u0003\u0004 and then nothing'))
  await expect(alert).toContainText('broken.zip')
  await expect(page.getByRole('button', { name: 'Start the run' })).toBeEnabled()
})

test('flips lead to the problems that flipped', async ({ page }) => {
  await page.goto('./#/run?source=recorded/quick-check')
  await page.getByRole('link', { name: /lost/ }).last().click()
  await expect(page).toHaveURL(/flips=1\.2/)
  const rows = page.getByRole('region', { name: 'Problems by cell' }).locator('tbody tr')
  const shown = await rows.count()
  expect(shown).toBeGreaterThan(0)
  expect(shown).toBeLessThan(6)
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(rows).toHaveCount(6)
})

test('a run that is not there is a named error', async ({ page }) => {
  await page.goto('./#/run?stored=nothing')
  await expect(page.getByRole('alert')).toContainText('not-found')
  await page.goto('./#/run?source=recorded/none')
  await expect(page.getByRole('alert')).toContainText('not-found')
})
