import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'

export interface FoundBrowser {
  readonly path: string
  /** Where it came from, for people. */
  readonly origin: string
}

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** Looks for a Chromium: CHROMIUM_PATH, Playwright's own, then the usual places. Null when there is none. */
export function findChromium(): FoundBrowser | null {
  const wanted = process.env['CHROMIUM_PATH']
  if (wanted !== undefined && wanted !== '')
    return existsSync(wanted) ? { path: wanted, origin: 'CHROMIUM_PATH' } : null
  const own = chromium.executablePath()
  if (own !== '' && existsSync(own)) return { path: own, origin: "Playwright's own" }
  const installed = INSTALLED.find((path) => existsSync(path))
  return installed === undefined ? null : { path: installed, origin: 'installed on this machine' }
}

/** Finds a Chromium or installs one: Playwright's own first, Debian's package where that fails and we are root. */
export function ensureChromium(say: (line: string) => void): FoundBrowser | null {
  const found = findChromium()
  if (found !== null) return found
  if (process.env['CHROMIUM_PATH']) {
    say(`CHROMIUM_PATH=${process.env['CHROMIUM_PATH']} does not exist.`)
    return null
  }
  say("No Chromium found. Installing Playwright's own ...")
  // Not the working directory's: the command may be called from anywhere.
  const installer = fileURLToPath(new URL('../node_modules/playwright/cli.js', import.meta.url))
  spawnSync(process.execPath, [installer, 'install', 'chromium'], {
    stdio: ['ignore', 2, 2],
    timeout: 300_000,
  })
  const own = findChromium()
  if (own !== null) return own
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say("That did not work. Installing Debian's package chromium ...")
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2] })
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    } catch {
      return findChromium()
    }
  }
  return findChromium()
}

/**
 * Flags for headless work; those of CHROMIUM_FLAGS come last. WebGPU on the software adapter is asked for explicitly,
 * never by default.
 */
export function chromiumArguments(options: { webgpu: 'software' | 'real' | 'off' }): string[] {
  const quiet = [
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ]
  const more = (process.env['CHROMIUM_FLAGS'] ?? '').split(/\s+/).filter((flag) => flag !== '')
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  switch (options.webgpu) {
    case 'software':
      return [...quiet, ...root, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', ...more]
    case 'real':
      return [...quiet, ...root, '--enable-unsafe-webgpu', '--enable-features=Vulkan', ...more]
    case 'off':
      return [...quiet, ...root, ...more]
  }
}
