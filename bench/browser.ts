import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright'
import { createServer } from 'vite'
import { chromiumArguments, findChromium } from '../cli/find-chromium.ts'

/** Serves the project with Vite, opens a page of it in headless Chromium, and hands it over. */
export async function withPage<T>(path: string, work: (page: Page) => Promise<T>): Promise<T> {
  const found = findChromium()
  if (found === null)
    throw new Error('There is no Chromium. Set CHROMIUM_PATH, or run npm test once, which installs one.')
  const root = fileURLToPath(new URL('..', import.meta.url))
  const server = await createServer({ root, server: { port: 0, watch: null, hmr: false }, logLevel: 'error' })
  await server.listen()
  const real = process.env['SHAKEDOWN_GPU'] === 'real'
  const browser = await chromium.launch({
    executablePath: found.path,
    args: chromiumArguments({ webgpu: real ? 'real' : 'software' }),
  })
  try {
    const page = await browser.newPage()
    page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`))
    await page.goto(new URL(path, server.resolvedUrls?.local[0]).href)
    return await work(page)
  } finally {
    await browser.close()
    await server.close()
  }
}

interface ProcessList {
  readonly processInfo: readonly { readonly type: string; readonly id: number }[]
}

/** Resident bytes of the largest renderer process, the one that holds the page and its workers; null off Linux. */
export async function rendererMemory(page: Page): Promise<number | null> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (session === undefined || process.platform !== 'linux') return null
  const { processInfo }: ProcessList = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const resident = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? '0')
  return Math.max(...resident.map((kilobytes) => 1024 * Number(kilobytes)))
}
