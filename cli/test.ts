/**
 * `npm test`: types, lint, unit, browser, build, end to end, in this order, stopping at the first that fails.
 * Finds a Chromium or installs one, and says which it used.
 */
import { spawnSync } from 'node:child_process'
import { ensureChromium } from './find-chromium.ts'

interface Step {
  readonly name: string
  readonly command: readonly string[]
}

const STEPS: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'types of components', command: ['svelte-check', '--fail-on-warnings', '--tsconfig', './tsconfig.json'] },
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
  { name: 'unit', command: ['vitest', 'run', '--project', 'node'] },
  { name: 'components', command: ['vitest', 'run', '--project', 'components'] },
  { name: 'browser', command: ['vitest', 'run', '--project', 'browser'] },
  { name: 'end to end', command: ['playwright', 'test'] },
]

function main(): number {
  const browser = ensureChromium((line) => process.stderr.write(`${line}\n`))
  if (browser === null) {
    process.stderr.write(
      'No Chromium could be found or installed.\nInstall Chrome or Chromium, or set CHROMIUM_PATH to one, and run npm test again.\n',
    )
    return 2
  }
  process.stdout.write(`Chromium: ${browser.path} (${browser.origin})\n`)
  const environment = { ...process.env, CHROMIUM_PATH: browser.path }
  for (const step of STEPS) {
    const [tool, ...rest] = step.command
    process.stdout.write(`\n== ${step.name}: ${step.command.join(' ')}\n`)
    const started = performance.now()
    const result = spawnSync(`node_modules/.bin/${tool}`, rest, {
      stdio: 'inherit',
      env: environment,
      shell: process.platform === 'win32',
    })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (result.status !== 0) {
      process.stdout.write(`\n== ${step.name} failed after ${seconds} s\n`)
      return 1
    }
    process.stdout.write(`== ${step.name} passed in ${seconds} s\n`)
  }
  return 0
}

process.exitCode = main()
