import { expect, test } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { applyEdits } from '../src/core/attacks/edits'
import type { Edit } from '../src/core/attacks/types'
import { readRun, runWords, shakedown, SITE } from './support/command'

/** attacks, perturb and search on the built site, and what a run makes of seeds and of rejected prompts. */

const BENCHMARK = fileURLToPath(new URL('../public/benchmarks/starter-mbpp.jsonl.gz', import.meta.url))
const SMALLEST = 'starter-coder-s'

interface Row {
  readonly task_id: string
  readonly prompt: string
  readonly entry_point: string
  readonly canonical_solution: string
}

let folder = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shakedown-attacks-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

const path = (name: string) => join(folder, name)
const lines = <T>(text: string): T[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
const read = <T>(name: string) => lines<T>(readFileSync(path(name), 'utf8'))
const original = lines<Row>(gunzipSync(readFileSync(BENCHMARK)).toString('utf8'))

/** The last line of stdout. */
function result(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>
}

const perturb = (attack: string, out: string, ...more: string[]) =>
  shakedown([
    ...['perturb', '--attack', attack, '--benchmark', 'starter-mbpp', '--out', path(out), '--site', SITE],
    ...more,
  ])

test('attacks lists all there is, for people and for programs', async () => {
  const { status, stdout } = await shakedown(['attacks', '--json'])
  expect(status).toBe(0)
  const { attacks } = result(stdout) as { attacks: { id: string; parameters: object; needs: string[] }[] }
  expect(attacks.length).toBeGreaterThan(40)
  expect(attacks.find(({ id }) => id === 'char')).toMatchObject({
    level: 'character',
    modes: ['published', 'corrected'],
  })
  expect(attacks.find(({ id }) => id === 'translate')?.needs).toEqual(['translation'])
  const people = await shakedown(['attacks'])
  for (const { id } of attacks) expect(people.stdout).toContain(`  ${id}  `)
})

test('perturb writes the benchmark in its own format, its edits beside it, the same for the same seed', async () => {
  const words = ['--param', 'max=5', '--seed', '3', '--edits', path('edits.jsonl'), '--json', '--quiet']
  const { status, stdout, stderr } = await perturb('char', 'char.jsonl', ...words)
  expect([status, stderr]).toEqual([0, ''])
  expect(result(stdout)).toMatchObject({ ok: true, problems: original.length, changed: original.length })
  const rows = read<Row>('char.jsonl')
  const edits = read<{ task_id: string; edits: Edit[] }>('edits.jsonl')
  expect(rows.map(({ task_id }) => task_id)).toEqual(original.map(({ task_id }) => task_id))
  rows.forEach((row, place) => {
    const clean = original[place]
    expect({ ...row, prompt: '' }).toEqual({ ...clean, prompt: '' })
    expect(edits[place]?.edits.length).toBe(5)
    expect(applyEdits(clean?.prompt ?? '', edits[place]?.edits ?? [])).toBe(row.prompt)
  })
  await perturb('char', 'again.jsonl', '--param', 'max=5', '--seed', '3', '--quiet')
  expect(readFileSync(path('again.jsonl'))).toEqual(readFileSync(path('char.jsonl')))
  await perturb('char', 'other.jsonl', '--param', 'max=5', '--seed', '4', '--quiet')
  expect(readFileSync(path('other.jsonl'))).not.toEqual(readFileSync(path('char.jsonl')))
})

test('a renamed function is renamed throughout: the references of the written file pass its tests', async () => {
  test.setTimeout(180_000)
  expect((await perturb('rename-synonym', 'renamed.jsonl', '--quiet')).status).toBe(0)
  const rows = read<Row>('renamed.jsonl')
  const renamed = rows.filter((row, place) => row.entry_point !== original[place]?.entry_point)
  expect(renamed.length).toBeGreaterThan(rows.length / 2)
  const tasks = renamed.slice(0, 10).map(({ task_id }) => task_id)
  const words = ['--tasks', tasks.join(','), '--site', SITE, '--json', '--quiet']
  const { status, stdout } = await shakedown(['check-benchmark', path('renamed.jsonl'), ...words])
  expect(result(stdout)).toMatchObject({ checked: tasks.length, faults: 0 })
  expect(status).toBe(0)
})

test('back-translation runs offline, and a file of translations takes its place', async () => {
  test.setTimeout(240_000)
  const few = original.slice(0, 4)
  writeFileSync(path('few.jsonl'), few.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const words = ['perturb', '--attack', 'translate', '--benchmark', path('few.jsonl'), '--site', SITE]
  const more = ['--translations', path('known.json'), '--json']
  const first = await shakedown([...words, '--out', path('translated.jsonl'), ...more])
  expect(first.status).toBe(0)
  expect(first.stderr).toContain('Loading translate: download')
  const known = readFileSync(path('known.json'), 'utf8')
  const file = JSON.parse(known) as { groups: { translations: { text: string; result: { text?: string } }[] }[] }
  const translations = file.groups[0]?.translations ?? []
  expect(translations.length).toBeGreaterThanOrEqual(few.length)

  // Another browser, the same file: nothing is translated, nothing changes.
  const second = await shakedown([...words, '--out', path('second.jsonl'), ...more])
  expect(second.stderr).toContain(`${translations.length} translations known from`)
  expect(second.stderr).not.toContain('Loading translate: download')
  expect(readFileSync(path('second.jsonl'))).toEqual(readFileSync(path('translated.jsonl')))
  expect(readFileSync(path('known.json'), 'utf8')).toBe(known)

  // What the file says is what is used.
  for (const { result } of translations) if (result.text !== undefined) result.text = `Kindly ${result.text}`
  writeFileSync(path('known.json'), JSON.stringify(file))
  expect((await shakedown([...words, '--out', path('third.jsonl'), ...more])).status).toBe(0)
  expect(readFileSync(path('third.jsonl'), 'utf8')).toContain('Kindly ')

  writeFileSync(path('known.json'), known.slice(0, 40))
  const cut = await shakedown([...words, '--out', path('fourth.jsonl'), ...more])
  expect([cut.status, cut.stderr]).toEqual([2, expect.stringContaining('bad-translations')])
  expect(existsSync(path('fourth.jsonl'))).toBe(false)
})

const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an attack that is not there', ['--attack', 'chars'], /"chars".*[\s\S]*char/],
  ['a parameter that is not there', ['--attack', 'char', '--param', 'maxx=5'], /maxx[\s\S]*max/],
  ['a value out of range', ['--attack', 'swap', '--param', 'share=2'], /share/],
  ['a mode that the attack has not', ['--attack', 'homoglyph', '--mode', 'published'], /published|corrected/],
]
for (const [what, words, message] of wrong) {
  test(`perturb refuses ${what}, and writes nothing`, async () => {
    const all = ['perturb', '--benchmark', 'starter-mbpp', '--out', path('never.jsonl'), '--site', SITE, ...words]
    const { status, stdout, stderr } = await shakedown(all)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
    expect(existsSync(path('never.jsonl'))).toBe(false)
  })
}

test('a search that is killed goes on where it was, and finds what an undisturbed one finds', async () => {
  test.setTimeout(400_000)
  const words = (out: string) => [
    ...['search', '--model', SMALLEST, '--scheme', 'fp32', '--scheme', 'int4', '--attack', 'char'],
    ...['--benchmark', 'starter-mbpp', '--limit', '3', '--budget', '6', '--out', path(out)],
    ...['--device', 'wasm', '--site', SITE, '--json'],
  ]
  const killed = await shakedown(words('killed.jsonl'), (kill) => {
    if (existsSync(path('killed.jsonl')) && readFileSync(path('killed.jsonl'), 'utf8').split('\n').length > 3) kill()
  })
  expect(killed.status).toBeNull()
  const before = read<object>('killed.jsonl').length - 1
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(6)
  const resumed = await shakedown(words('killed.jsonl'))
  expect(resumed.stderr).toContain(`${before} of 6 searches are there already.`)
  expect(resumed.status).toBe(0)
  const undisturbed = await shakedown(words('undisturbed.jsonl'))
  expect(undisturbed.status).toBe(0)
  const untimed = (name: string) =>
    JSON.parse(JSON.stringify(read(name)), (key, value: unknown) =>
      key === 'milliseconds' ? undefined : value,
    ) as unknown
  expect(untimed('killed.jsonl')).toEqual(untimed('undisturbed.jsonl'))
  const said = result(undisturbed.stdout) as { schemes: { scheme: string }[]; comparisons: object[] }
  expect(said.schemes.map(({ scheme }) => scheme)).toEqual(['fp32', 'int4'])
  expect(said.comparisons).toHaveLength(1)
})

test('a run says the worst of its seeds, and once more what is left without rejected prompts', async () => {
  test.setTimeout(300_000)
  const char = (seed: number) => ({ prompt: { attack: 'char', parameters: { max: 5 }, seed } })
  const spec = {
    version: 1,
    name: 'seeds',
    variants: [{ model: SMALLEST, scheme: 'fp32' }],
    conditions: [{}, char(1), char(2)],
    benchmarks: [{ id: 'starter-mbpp', limit: 6 }],
    decoding: { maxTokens: 64 },
  }
  writeFileSync(path('seeds.json'), JSON.stringify(spec))
  const out = path('seeds')
  const first = await shakedown(runWords(path('seeds.json'), out))
  expect(first.status).toBe(0)
  expect(first.stdout).toContain('char, max 5, seeds 1 2')
  const { run, samples } = readRun(out)
  expect(run.review).toBeUndefined()
  const worst = run.worst_of_seeds?.find(({ suite }) => suite === 'plus')
  const right = (condition: number) =>
    new Set(
      samples
        .filter(({ cell, plus_status, base_status }) => {
          return cell === `v0.c${condition}.starter-mbpp` && base_status === 'pass' && plus_status === 'pass'
        })
        .map(({ task_id }) => task_id),
    )
  const always = [...right(0)].filter((task) => right(1).has(task) && right(2).has(task))
  expect(worst).toMatchObject({ n: 6, conditions: [1, 2], pass: right(0).size / 6, robust_pass: always.length / 6 })

  const one = samples.find(({ cell }) => cell === 'v0.c1.starter-mbpp')
  writeFileSync(path('rejected.jsonl'), JSON.stringify({ task_id: one?.task_id, prompt: one?.prompt }))
  const second = await shakedown(runWords(path('seeds.json'), out, '--rejected', path('rejected.jsonl'), '--json'))
  expect(second.stderr).toContain('1 rejected prompt.')
  const review = readRun(out).run.review
  expect(result(second.stdout)['review']).toEqual(review)
  expect(review?.rejected).toEqual([{ task_id: one?.task_id, prompt: one?.prompt }])
  expect(review?.without.cells.map(({ n }) => n)).toEqual([6, 5, 6])
  expect(readRun(out).run.cells).toEqual(run.cells)
})
