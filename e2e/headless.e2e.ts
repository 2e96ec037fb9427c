import { expect, test } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RUN_FILE, SAMPLES_FILE } from '../src/storage/run-folder'
import { comparable, readRun, runWords, shakedown } from './support/command'

/** The command on the built site: resume after kill -9, the same run twice, exit status, named errors. */

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
const KILLS = Number(process.env['SHAKEDOWN_KILLS'] ?? '1')

let folder = ''
let specFile = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shakedown-e2e-'))
  specFile = join(folder, 'spec.json')
  writeFileSync(specFile, JSON.stringify(SPEC))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

const runTo = (out: string, ...more: string[]) => runWords(specFile, out, ...more)

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
  // Once here; `npm run soak -- kills` takes more, each when a few more samples are there.
  let kept = 0
  for (let count = 0; count < KILLS && kept + 3 < SAMPLES; count += 1) {
    const wanted = kept + 3
    const killed = await shakedown(runTo(broken), (kill) => {
      if (lines() >= wanted) kill()
    })
    expect(killed.status).toBeNull()
    expect(existsSync(join(broken, RUN_FILE))).toBe(false)
    expect(lines()).toBeGreaterThanOrEqual(wanted)
    kept = lines()
  }
  expect(kept).toBeLessThan(SAMPLES)

  const resumed = await shakedown(runTo(broken, '--json', '--max-drop', '1', '--max-loss', '1'))
  expect(resumed.stderr).toContain(`${SAMPLES} samples in 6 cells, ${kept} of them there already.`)
  expect(resumed.status).toBe(0)
  expect(JSON.parse(resumed.stdout)).toMatchObject({ ok: true, crossed: [], cells: { length: 6 } })
  expect(existsSync(partial)).toBe(false)
  expect(comparable(readRun(broken))).toEqual(comparable(readRun(whole)))

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
    [{ ...SPEC, benchmarks: [{ id: 'none' }] }, /Error \(unknown-benchmark\): There is no benchmark "none"/],
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
  const { status, stderr } = await shakedown(runWords(spec, join(folder, 'no-model')))
  expect(stderr).toMatch(/Error \((unknown-model|not-found)\)/)
  expect(status).toBe(2)
})
