import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright'
import { build, createServer } from 'vite'
import { chromiumArguments, findChromium } from '../cli/find-chromium.ts'
import { type Mount, serveFolder } from '../cli/static-server.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Serves the project with Vite, opens a page of it in headless Chromium, and hands it over. */
export async function withPage<T>(path: string, work: (page: Page) => Promise<T>): Promise<T> {
  const server = await createServer({ root: ROOT, server: { port: 0, watch: null, hmr: false }, logLevel: 'error' })
  await server.listen()
  try {
    return await inBrowser(new URL(path, server.resolvedUrls?.local[0]).href, work)
  } finally {
    await server.close()
  }
}

/** As `withPage`, but built as the site is: what counts where loading scripts is part of what is measured. */
export function withBuiltPage<T>(path: string, work: (page: Page) => Promise<T>): Promise<T> {
  return withBuiltSite(path, [], (address) => inBrowser(address, work))
}

/** Builds a page as the site is built and serves it, with further folders, while `work` has its address. */
export async function withBuiltSite<T>(
  path: string,
  mounts: readonly Mount[],
  work: (address: string) => Promise<T>,
): Promise<T> {
  const outDir = join(ROOT, '.work', `bench-${process.pid}`)
  const rolldownOptions = { input: join(ROOT, path) }
  await build({ root: ROOT, logLevel: 'error', build: { outDir, emptyOutDir: true, rolldownOptions } })
  const server = await serveFolder(outDir, { mounts })
  try {
    return await work(new URL(path, server.address).href)
  } finally {
    await server.close()
    rmSync(outDir, { recursive: true, force: true })
  }
}

/** Opens an address in a new headless Chromium, its caches empty. */
export async function inBrowser<T>(address: string, work: (page: Page) => Promise<T>): Promise<T> {
  const found = findChromium()
  if (found === null)
    throw new Error('There is no Chromium. Set CHROMIUM_PATH, or run npm test once, which installs one.')
  const real = process.env['SHAKEDOWN_GPU'] === 'real'
  const browser = await chromium.launch({
    executablePath: found.path,
    args: chromiumArguments({ webgpu: real ? 'real' : 'software' }),
  })
  try {
    const page = await browser.newPage()
    page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`))
    await page.goto(address)
    return await work(page)
  } finally {
    await browser.close()
  }
}

interface ProcessList {
  readonly processInfo: readonly { readonly type: string; readonly id: number }[]
}

/** Resident bytes of the largest renderer process, the one that holds the page and its workers; null off Linux. */
export async function rendererMemory(page: Page): Promise<number | null> {
  const processes = await renderers(page)
  return processes === null ? null : Math.max(...processes)
}

/** Resident bytes of all renderer processes: a sealed frame has one of its own. Null off Linux. */
export async function allRenderersMemory(page: Page): Promise<number | null> {
  const processes = await renderers(page)
  return processes === null ? null : processes.reduce((sum, bytes) => sum + bytes, 0)
}

async function renderers(page: Page): Promise<number[] | null> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (session === undefined || process.platform !== 'linux') return null
  const { processInfo }: ProcessList = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? '0')
    .map((kilobytes) => 1024 * Number(kilobytes))
}
