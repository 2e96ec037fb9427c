import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeRunFolder, PROMPTS_FILE, RUN_FILE, SAMPLES_FILE } from '../src/storage/run-folder'

/** The command on the built site: resume after kill -9, the same run twice, exit status, named errors. */

const COMMAND = fileURLToPath(new URL('../cli/shakedown.mjs', import.meta.url))
/** The site that `npm test` has built. */
const SITE = process.env['SHAKEDOWN_SITE'] ?? fileURLToPath(new URL('../dist', import.meta.url))
const SPEC = {
  version: 1,
  name: 'headless test',
  variants: [
    { model: 'starter-coder-s', scheme: 'fp32' },
    { model: 'starter-coder-s', scheme: 'int4' },
  ],
  conditions: [
    {},
    { prompt: { attack: 'char', parameters: { max: 5 }, seed: 1 } },
    { weights: { noise: 'gaussian', level: 0.01, seed: 1 } },
  ],
  benchmarks: [{ id: 'starter-mbpp', limit: 4 }],
  decoding: { maxTokens: 48 },
}
const SAMPLES = 2 * 3 * 4

let folder = ''
let specFile = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shakedown-e2e-'))
  specFile = join(folder, 'spec.json')
  writeFileSync(specFile, JSON.stringify(SPEC))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command; `watch` is called often while it goes and may kill it. */
async function shakedown(words: readonly string[], watch?: (kill: () => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const timer = setInterval(() => watch?.(() => child.kill('SIGKILL')), 5)
  const status = await new Promise<number | null>((ended) => child.once('close', ended))
  clearInterval(timer)
  return { status, stdout, stderr }
}

const runTo = (out: string, ...more: string[]) => [
  'run',
  specFile,
  '--out',
  out,
  '--device',
  'wasm',
  '--site',
  SITE,
  ...more,
]

/** A run folder without what may differ between equal runs. */
function comparable(out: string): unknown {
  const files = [RUN_FILE, SAMPLES_FILE, PROMPTS_FILE].map((name) => [name, readFileSync(join(out, name))] as const)
  const text = JSON.stringify(decodeRunFolder(new Map(files)), (key, value: unknown) =>
    key === 'timing' || key === 'environment' ? undefined : value,
  )
  return JSON.parse(text)
}

test('a killed run resumes and ends as the undisturbed one; a finished one is not done again', async () => {
  test.setTimeout(600_000)
  const whole = join(folder, 'whole')
  const undisturbed = await shakedown(runTo(whole))
  expect(undisturbed.stderr).toContain(`${SAMPLES} samples in 6 cells, 0 of them there already.`)
  expect(undisturbed.status).toBe(0)
  expect(undisturbed.stdout).toContain('starter-coder-s int4')

  const broken = join(folder, 'broken')
  const partial = join(broken, 'samples.jsonl.partial')
  const lines = () => (existsSync(partial) ? readFileSync(partial, 'utf8').split('\n').length - 2 : 0)
  const killed = await shakedown(runTo(broken), (kill) => {
    if (lines() >= 3) kill()
  })
  expect(killed.status).toBeNull()
  expect(existsSync(join(broken, RUN_FILE))).toBe(false)
  const kept = lines()
  expect(kept).toBeLessThan(SAMPLES)

  const resumed = await shakedown(runTo(broken, '--json', '--max-drop', '1', '--max-loss', '1'))
  expect(resumed.stderr).toContain(`${SAMPLES} samples in 6 cells, ${kept} of them there already.`)
  expect(resumed.status).toBe(0)
  expect(JSON.parse(resumed.stdout)).toMatchObject({ ok: true, crossed: [], cells: { length: 6 } })
  expect(existsSync(partial)).toBe(false)
  expect(comparable(broken)).toEqual(comparable(whole))

  const before = readFileSync(join(whole, SAMPLES_FILE))
  const again = await shakedown(runTo(whole))
  expect(again.stderr).toContain(`${SAMPLES} of them there already.`)
  expect(readFileSync(join(whole, SAMPLES_FILE)).equals(before)).toBe(true)
})

test('errors have names and hints, status 2, and leave nothing behind', async () => {
  test.setTimeout(120_000)
  const out = join(folder, 'none')
  const bad = join(folder, 'bad.json')
  const cases: [unknown, RegExp][] = [
    [
      { ...SPEC, variants: [{ model: 'starter-coder-s', scheme: 'int5' }] },
      /Error \(unknown-scheme\): variants\[0\]\.scheme/,
    ],
    [{ ...SPEC, conditions: [{ prompt: { attack: 'none' } }] }, /Error \(unknown-attack\): conditions\[0\]\.prompt/],
    [{ ...SPEC, benchmarks: [{ id: 'none' }] }, /Error \(unknown-benchmark\): benchmarks\[0\]\.id/],
    [{ ...SPEC, colour: 'red' }, /Error \(bad-spec\): .*colour: unknown key/],
  ]
  for (const [spec, message] of cases) {
    writeFileSync(bad, JSON.stringify(spec))
    const { status, stderr, stdout } = await shakedown(['run', bad, '--out', out, '--json'])
    expect(stderr).toMatch(message)
    expect(status).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { hint: expect.stringMatching(/./) } })
  }
  expect(existsSync(out)).toBe(false)
  const unknown = await shakedown(['run', specFile, '--out', out, '--devise', 'wasm'])
  expect([unknown.status, existsSync(out)]).toEqual([2, false])
})

test('a model that is not there is a named error', async () => {
  test.setTimeout(120_000)
  const spec = join(folder, 'no-model.json')
  writeFileSync(spec, JSON.stringify({ ...SPEC, variants: [{ model: 'no-such-model', scheme: 'fp32' }] }))
  const { status, stderr } = await shakedown([
    'run',
    spec,
    '--out',
    join(folder, 'no-model'),
    '--device',
    'wasm',
    '--site',
    SITE,
  ])
  expect(stderr).toMatch(/Error \((unknown-model|not-found)\)/)
  expect(status).toBe(2)
})
