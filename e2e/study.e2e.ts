import { expect, test } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comparable, readRun, runWords, shakedown } from './support/command'

/** The commands around a run: shards and their merge, comparison, statistics, report, presets, imported samples. */

const SPEC = {
  version: 1,
  name: 'study test',
  variants: [
    { model: 'starter-coder-s', scheme: 'fp32' },
    { model: 'starter-coder-s', scheme: 'int2' },
  ],
  conditions: [{}, { prompt: { attack: 'char', parameters: { max: 5 }, seed: 1 } }],
  benchmarks: [{ id: 'starter-mbpp', limit: 5 }],
  decoding: { maxTokens: 48 },
}

let folder = ''
const at = (name: string) => join(folder, name)
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shakedown-study-'))
  writeFileSync(at('spec.json'), JSON.stringify(SPEC))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.describe.configure({ mode: 'serial' })

test('shards merge to the run of one process, sample for sample', async () => {
  test.setTimeout(600_000)
  const whole = await shakedown(runWords(at('spec.json'), at('whole'), '--junit', at('whole.xml'), '--max-drop', '0'))
  expect([0, 1]).toContain(whole.status)
  const cells = readFileSync(at('whole.xml'), 'utf8').match(/<testcase /g)
  expect(cells).toHaveLength(4)
  for (const shard of ['1/2', '2/2']) {
    const out = at(`part-${shard.charAt(0)}`)
    const { status, stdout } = await shakedown(runWords(at('spec.json'), out, '--shard', shard))
    expect(status).toBe(0)
    expect(stdout).toContain(`Part ${shard.charAt(0)} of 2 of run`)
  }
  const merged = await shakedown(['merge', at('part-2'), at('part-1'), '--out', at('merged'), '--json'])
  expect(JSON.parse(merged.stdout)).toMatchObject({ ok: true, status: 'finished', samples: 20 })
  expect(comparable(readRun(at('merged')))).toEqual(comparable(readRun(at('whole'))))
  for (const name of ['samples', 'prompts']) {
    expect(readRun(at('merged'))).toHaveProperty(name)
  }
  const other = await shakedown(['merge', at('part-1'), join(folder, 'nowhere'), '--out', at('x')])
  expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('not-found')])
  expect(existsSync(at('x'))).toBe(false)
})

test('a run compared with itself differs nowhere; statistics and report come out', async () => {
  test.setTimeout(240_000)
  const same = await shakedown(['compare', at('whole'), at('merged'), '--json'])
  expect(JSON.parse(same.stdout)).toMatchObject({ ok: true, samples: 20, changed: 0 })
  const table = await shakedown(['compare', at('whole'), at('merged')])
  expect(table.stdout).toContain('0 of 20 samples judged differently in 4 cells.')
  const stats = await shakedown(['stats', at('whole'), '--json'])
  expect(stats.status).toBe(0)
  expect(JSON.parse(stats.stdout)).toMatchObject({ ok: true })
  const report = await shakedown(['report', at('whole'), '--out', at('report.html')])
  expect(report.status).toBe(0)
  const html = readFileSync(at('report.html'), 'utf8')
  expect(html).toContain('study test')
  expect(html).not.toMatch(/<script|src="http|href="http/)
})

test('samples of a finished run are not made again for another spec; imported samples are graded', async () => {
  test.setTimeout(400_000)
  const more = { ...SPEC, name: 'more', variants: [SPEC.variants[0], { name: 'elsewhere', samples: at('big.jsonl') }] }
  writeFileSync(at('more.json'), JSON.stringify(more))
  const rows = readRun(at('whole')).samples.filter(({ cell }) => cell === 'v0.c0.starter-mbpp')
  const lines = rows.map(({ task_id, solution }) => JSON.stringify({ task_id, solution }))
  writeFileSync(at('big.jsonl'), `${lines.join('\n')}\n`)
  const { status, stderr, stdout } = await shakedown(
    runWords(at('more.json'), at('more'), '--reuse', at('whole'), '--json'),
  )
  expect(stderr).toContain('10 of them there already.')
  expect(status).toBe(0)
  const result = JSON.parse(stdout) as { status: string; cells: { n: number; base_passed: number }[] }
  expect(result.status).toBe('finished')
  // Under clean the same programs give the same verdicts; under the attack there are none.
  expect(result.cells.map(({ n }) => n)).toEqual([5, 5, 5, 0])
  expect(result.cells[2]?.base_passed).toBe(result.cells[0]?.base_passed)
})

test('a counterfeit run.json is named, and presets are specs', async () => {
  const { run } = readRun(at('whole'))
  const cells = run.cells.map((cell) => ({ ...cell, base_passed: cell.n }))
  writeFileSync(join(at('merged'), 'run.json'), JSON.stringify({ ...run, cells }))
  const { status, stderr } = await shakedown(['compare', at('whole'), at('merged')])
  expect(status).toBe(2)
  expect(stderr).toMatch(/Error \(bad-run\): .*run\.json says base_passed/)
  const preset = await shakedown(['spec', '--preset', 'ship-check'])
  writeFileSync(at('preset.json'), preset.stdout)
  expect((await shakedown(['spec', at('preset.json'), '--json'])).status).toBe(0)
  expect((await shakedown(['spec', '--preset', 'nothing'])).stderr).toContain('rq1-corrected')
})
