import type { Page } from 'playwright'
import { withBuiltPage } from './browser.ts'
import { largeRun } from './large-run.ts'
import type { LabMeasurement } from './lab-page.ts'
import { median } from './median.ts'
import type { BenchRow } from './row.ts'

const CLEAN = {}
const letters = (seed: number) => ({ prompt: { attack: 'char', parameters: { max: 5 }, seed } })

function spec(conditions: readonly unknown[], limit: number) {
  return {
    version: 1,
    name: `bench of ${conditions.length}`,
    variants: [{ model: 'starter-coder-m', scheme: 'fp32' }],
    conditions,
    benchmarks: [
      { id: 'starter-mbpp', limit },
      { id: 'starter-humaneval', limit },
    ],
  }
}

/**
 * What the runner costs over the bare engine and judge; whether one waits for the other; what a repeated spec costs; a run of
 * 100,000 samples on the page. Both sides in turns in one page, medians. Options: --rounds N, --limit N, --parts runner,large.
 */
export async function lab(options: ReadonlyMap<string, string>): Promise<BenchRow[]> {
  const rounds = Number(options.get('rounds') ?? '5')
  const limit = Number(options.get('limit') ?? '164')
  const parts = (options.get('parts') ?? 'runner,large').split(',')
  const rows: BenchRow[] = []
  if (parts.includes('runner'))
    rows.push(...(await withBuiltPage('bench/lab.html', (page) => runner(page, rounds, limit))))
  if (parts.includes('large')) rows.push(...(await largeRun(rounds)))
  return rows
}

async function runner(page: Page, rounds: number, limit: number): Promise<BenchRow[]> {
  await page.waitForFunction(() => window.labBench !== undefined)
  const eight = [CLEAN, ...[1, 2, 3, 4, 5, 6, 7].map(letters)]
  const study = spec(eight, limit)
  // Four fifths of its cells are the study's.
  const more = spec([...eight, letters(8), letters(9)], limit)
  const times = { bare: [], generate: [], judge: [], runner: [], first: [], repeated: [] } as Record<string, number[]>
  let stores = 0
  const store = () => `bench-${(stores += 1)}`
  const run = (json: unknown, name: string) =>
    page.evaluate(([wanted, into]) => window.labBench?.byRunner(wanted, into), [json, name] as const).then(measured)
  const bare = (generate: boolean, judge: boolean) =>
    page
      .evaluate(([wanted, which]) => window.labBench?.bare(wanted, which), [study, { generate, judge }] as const)
      .then(measured)
  await bare(true, true)
  for (let round = 0; round < rounds; round += 1) {
    times['bare']?.push((await bare(true, true)).milliseconds)
    const known = store()
    times['runner']?.push((await run(study, known)).milliseconds)
    times['generate']?.push((await bare(true, false)).milliseconds)
    times['judge']?.push((await bare(false, true)).milliseconds)
    times['repeated']?.push((await run(more, known)).milliseconds)
    times['first']?.push((await run(more, store())).milliseconds)
    process.stderr.write(
      `${JSON.stringify(Object.fromEntries(Object.entries(times).map(([key, all]) => [key, Math.round(all.at(-1) ?? 0)])))}\n`,
    )
  }
  const middle = (key: string) => median(times[key] ?? []) / 1000
  const longest = Math.max(middle('generate'), middle('judge'))
  return [
    row('runner against engine and judge alone, overlapped', middle('runner'), middle('bare'), 1.05),
    row('runner against the longer of generating alone and judging alone', middle('runner'), longest, 1.15),
    row(
      `a spec of ${(20 * limit).toLocaleString('en')} samples that shares four fifths with a finished one, against the whole`,
      middle('repeated'),
      middle('first'),
      0.25,
    ),
  ]
}

function measured(answer: LabMeasurement | undefined): LabMeasurement {
  if (answer === undefined) throw new Error('The page of the bench did not load.')
  return answer
}

function row(what: string, ours: number, theirs: number, goal: number): BenchRow {
  const ratio = ours / theirs
  return { what, ours, theirs, ratio, unit: 's', goal, met: ratio <= goal }
}
