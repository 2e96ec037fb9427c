/**
 * `npm test`: types, lint, unit, components, browser, findings against their records, build, end to end; stops at the
 * first that fails. Two lanes go side by side, since most of this keeps one processor busy; what a step prints comes when
 * it has ended.
 * Finds a Chromium or installs one, and says which it used.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { ensureChromium } from './find-chromium.ts'

interface Step {
  readonly name: string
  readonly command: readonly string[]
}

/** Stages follow each other, lanes of a stage run side by side. */
const STAGES: readonly (readonly (readonly Step[])[])[] = [
  [
    [
      // Of all TypeScript, in components and outside.
      { name: 'types', command: ['svelte-check', '--fail-on-warnings', '--tsconfig', './tsconfig.json'] },
      { name: 'lint', command: ['eslint', '.'] },
      { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
      { name: 'components', command: ['vitest', 'run', '--project', 'components'] },
      { name: 'findings', command: ['tsx', 'cli/findings.ts', '--check'] },
      { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
      { name: 'browser', command: ['vitest', 'run', '--project', 'browser'] },
    ],
    [
      { name: 'unit', command: ['vitest', 'run', '--project', 'node'] },
      { name: 'engine', command: ['vitest', 'run', '--project', 'engine'] },
    ],
  ],
  [[{ name: 'end to end', command: ['playwright', 'test'] }]],
]

/**
 * Tests start hundreds of engines for a few tokens each: Chromium otherwise spends more time on optimising the
 * WebAssembly of each than they run.
 */
const SHORT_LIVED_WASM = '--js-flags=--wasm-tiering-budget=100000000'

const running = new Set<ChildProcess>()
let hasFailed = false

/** Whether the step passed. Steps that another lane's failure ends are silent. */
function run({ name, command }: Step, environment: NodeJS.ProcessEnv, isAlone: boolean): Promise<boolean> {
  const [tool = '', ...rest] = command
  const heading = `\n== ${name}: ${command.join(' ')}\n`
  if (isAlone) process.stdout.write(heading)
  const started = performance.now()
  return new Promise((ended) => {
    const child = spawn(`node_modules/.bin/${tool}`, rest, {
      stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: environment,
      shell: process.platform === 'win32',
    })
    const printed: Buffer[] = []
    child.stdout?.on('data', (data: Buffer) => printed.push(data))
    child.stderr?.on('data', (data: Buffer) => printed.push(data))
    running.add(child)
    child.once('error', (error) => printed.push(Buffer.from(`${error.message}\n`)))
    child.once('close', (status) => {
      running.delete(child)
      if (hasFailed) return ended(false)
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      if (!isAlone) process.stdout.write(Buffer.concat([Buffer.from(heading), ...printed]))
      process.stdout.write(`== ${name} ${status === 0 ? 'passed in' : 'failed after'} ${seconds} s\n`)
      ended(status === 0)
    })
  })
}

async function runLane(lane: readonly Step[], environment: NodeJS.ProcessEnv, isAlone: boolean): Promise<boolean> {
  for (const step of lane) {
    if (hasFailed) return false
    if (await run(step, environment, isAlone)) continue
    hasFailed = true
    for (const other of running) other.kill()
    return false
  }
  return true
}

async function main(): Promise<number> {
  const browser = ensureChromium((line) => process.stderr.write(`${line}\n`))
  if (browser === null) {
    process.stderr.write(
      'No Chromium could be found or installed.\nInstall Chrome or Chromium, or set CHROMIUM_PATH to one, and run npm test again.\n',
    )
    return 2
  }
  process.stdout.write(`Chromium: ${browser.path} (${browser.origin})\n`)
  const flags = `${SHORT_LIVED_WASM} ${process.env['CHROMIUM_FLAGS'] ?? ''}`
  const environment = { ...process.env, CHROMIUM_PATH: browser.path, CHROMIUM_FLAGS: flags }
  const started = performance.now()
  for (const lanes of STAGES) {
    const passed = await Promise.all(lanes.map((lane) => runLane(lane, environment, lanes.length === 1)))
    if (passed.includes(false)) return 1
  }
  process.stdout.write(`\nAll passed in ${((performance.now() - started) / 60_000).toFixed(1)} minutes\n`)
  return 0
}

process.exitCode = await main()
