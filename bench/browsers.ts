import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createReportServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import type { BrowserReport } from './browsers-page.ts'
import type { BenchRow } from './row.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const WAIT_SECONDS = 240

/**
 * The sandbox in a browser that Playwright does not drive: `npm run bench -- browsers [--browser firefox-esr]`. A quarter
 * of the starter references must pass, and every way out of the sealed frame must be refused. The browser is started
 * headless with a new profile and posts what it found.
 */
export async function browsers(options: ReadonlyMap<string, string>): Promise<BenchRow[]> {
  const browser = options.get('browser') ?? installedFirefox()
  if (browser === null) throw new Error('There is no Firefox. Install one, or name a browser with --browser PATH.')
  const { userAgent, error, firstVerdict, python, references, passed, milliseconds, waysOut } = await reportOf(browser)
  process.stdout.write(`${userAgent}\nPython ${python}, first verdict after ${Math.round(firstVerdict)} ms\n`)
  if (error !== null) process.stdout.write(`${error}\n`)
  const tried = waysOut.filter(([way]) => way !== 'origin')
  const refused = tried.filter(([, result]) => result.startsWith('refused'))
  for (const [way, result] of tried) process.stdout.write(`${way}: ${result.slice(0, 120)}\n`)
  return [
    row('references of the starter benchmarks that pass', passed, references, 'programs'),
    row('ways out of the sealed frame that are refused', refused.length, tried.length, 'ways'),
    {
      what: 'time for the references',
      ours: milliseconds,
      theirs: null,
      ratio: null,
      unit: 'ms',
      goal: null,
      met: null,
    },
  ]
}

function row(what: string, ours: number, theirs: number, unit: string): BenchRow {
  const met = theirs > 0 && ours === theirs
  return { what, ours, theirs, ratio: theirs === 0 ? 0 : ours / theirs, unit, goal: 1, met }
}

function installedFirefox(): string | null {
  const found = ['firefox', 'firefox-esr'].find((name) => spawnSync(name, ['--version']).status === 0)
  return found ?? null
}

async function reportOf(browser: string): Promise<BrowserReport> {
  const site = await createServer({ root: ROOT, server: { port: 0, watch: null, hmr: false }, logLevel: 'error' })
  await site.listen()
  const reports = createReportServer()
  const received = new Promise<BrowserReport>((resolve) => {
    reports.on('request', (request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        response.setHeader('access-control-allow-origin', '*').end()
        if (request.method === 'POST') resolve(JSON.parse(body) as BrowserReport)
      })
    })
  })
  await new Promise<void>((resolve) => reports.listen(0, '127.0.0.1', resolve))
  const place = reports.address()
  const port = typeof place === 'object' && place !== null ? place.port : 0
  const address = new URL('bench/browsers.html', site.resolvedUrls?.local[0])
  address.searchParams.set('report', `http://127.0.0.1:${port}/`)
  const profile = mkdtempSync(join(tmpdir(), 'shakedown-browser-'))
  const words = ['--headless', '--no-remote', '--profile', profile, address.href]
  const child = spawn(browser, words, { stdio: 'ignore', env: { ...process.env, HOME: profile } })
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await Promise.race([
      received,
      new Promise<never>((_, reject) => {
        child.once('error', reject)
        timer = setTimeout(
          () => reject(new Error(`Nothing was heard of ${browser} for ${WAIT_SECONDS} seconds.`)),
          WAIT_SECONDS * 1000,
        )
      }),
    ])
  } finally {
    clearTimeout(timer)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await ended
    reports.close()
    await site.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
