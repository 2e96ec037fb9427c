import { expect, test } from '@playwright/test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeRunFolder, runFilesIn } from '../src/storage/run-folder'
import { comparable, readRun, runWords, shakedown } from './support/command'
import { serveExampleRecording } from './support/recorded'

test('one spec gives the same run in the page and by the command', async ({ page }) => {
  test.setTimeout(600_000)
  await serveExampleRecording(page)
  await page.goto('./#/bench')
  await page.getByLabel('Model').selectOption('starter-coder-s')
  await page.getByLabel(/First problems/).fill('3')
  await page.getByRole('button', { name: 'Start the run' }).click()
  const run = page.getByRole('region', { name: 'Run', exact: true })
  await expect(run.getByRole('heading', { name: 'Finished' })).toBeVisible({ timeout: 400_000 })
  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export .zip with samples' }).click(),
  ])
  const inPage = decodeRunFolder(runFilesIn(readFileSync(await zip.path())))
  expect(inPage.samples.length).toBeGreaterThan(0)

  const folder = mkdtempSync(join(tmpdir(), 'shakedown-same-'))
  try {
    const spec = join(folder, 'spec.json')
    writeFileSync(spec, JSON.stringify(inPage.run.spec))
    const { status, stderr } = await shakedown(runWords(spec, join(folder, 'run')))
    expect(stderr).not.toContain('Error')
    expect(status).toBe(0)
    const byCommand = readRun(join(folder, 'run'))
    expect(byCommand.run.environment.device).toBe(inPage.run.environment.device)
    expect(comparable(byCommand)).toEqual(comparable(inPage))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
