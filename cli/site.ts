import { spawn } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LabError } from '../src/core/errors'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SITE = join(ROOT, 'dist')
/** What the built site is made from. */
const SOURCES = [
  'src',
  'public',
  'index.html',
  'headless.html',
  'vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
  'package-lock.json',
]

/**
 * The folder of the built site: `given`, or this checkout's `dist`, built first where it is absent or older than its
 * sources. Throws LabError `not-found` for a folder without the site, `internal` when the build fails.
 */
export async function ensureSite(given: string | null, say: (line: string) => void): Promise<string> {
  if (given !== null) {
    const folder = resolve(given)
    if (existsSync(join(folder, 'headless.html'))) return folder
    throw new LabError(
      'not-found',
      `${folder} has no headless.html.`,
      'Give the folder of a built site (npm run build).',
    )
  }
  const built = modified(join(SITE, 'headless.html'))
  if (built !== null && SOURCES.every((source) => newest(join(ROOT, source)) <= built)) return SITE
  say(built === null ? 'Building the site (first use) ...' : 'Building the site (sources have changed) ...')
  const started = performance.now()
  // Built beside and moved at the end: a command that serves the old site, or builds too, is not disturbed.
  const fresh = join(ROOT, '.work', `site-${process.pid}`)
  const old = `${fresh}-old`
  try {
    await build(fresh)
    if (existsSync(SITE)) renameSync(SITE, old)
    renameSync(fresh, SITE)
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
  }
  say(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  return SITE
}

function build(folder: string): Promise<void> {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const words = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error']
  return new Promise((done, failed) => {
    // Stdout is for results: what the build says goes to stderr.
    const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 2, 2] })
    child.once('error', failed)
    child.once('exit', (status) => {
      if (status === 0) return done()
      failed(new LabError('internal', 'The site could not be built.', 'See the messages above. Has "npm ci" been run?'))
    })
  })
}

function modified(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}

/** Latest change below a path; tests do not count. */
function newest(path: string): number {
  const info = statSync(path, { throwIfNoEntry: false })
  if (info === undefined) return 0
  if (!info.isDirectory()) return path.endsWith('.test.ts') ? 0 : info.mtimeMs
  // A folder's own time tells of files removed or renamed.
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
