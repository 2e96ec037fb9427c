import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { cellKey } from '../src/core/experiment/cells.ts'
import { parseSpec } from '../src/core/experiment/parse-spec.ts'
import type { RunBundle, SampleRecord } from '../src/core/experiment/record.ts'
import { sha256Hex } from '../src/core/hash.ts'
import { summarise } from '../src/core/metrics/summary.ts'
import { Xoshiro128 } from '../src/core/random/xoshiro.ts'
import { exportZip } from '../src/storage/run-folder.ts'
import { inBrowser, withBuiltSite } from './browser.ts'
import { median } from './median.ts'
import type { BenchRow } from './row.ts'

const PROBLEMS = 164
const VARIANTS = 10
const CONDITIONS = 61
const PREFIX = '/runs-of-the-bench/'

/** A made run of 100,040 samples with texts of the usual length, opened and filtered on the Results page. */
export async function largeRun(rounds: number): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shakedown-large-'))
  try {
    process.stderr.write('Making a run of 100,040 samples ...\n')
    const bytes = exportZip(madeRun())
    process.stderr.write(`${(bytes.length / 1e6).toFixed(1)} MB as .zip\n`)
    writeFileSync(join(folder, 'large.zip'), bytes)
    return await withBuiltSite('index.html', [{ prefix: PREFIX, folder }], async (address) => {
      const all: PageTimes[] = []
      for (let round = 0; round < rounds; round += 1) all.push(await inBrowser(address, openLarge))
      const middle = (pick: (times: PageTimes) => number) => median(all.map(pick))
      return [
        row('100,040 samples: file at hand to table and grid', middle(({ open }) => open) / 1000, 's', 2),
        row(
          '100,040 samples: a filter of the grid to the next frame',
          middle(({ filter }) => filter),
          'ms',
          100,
        ),
        row('100,040 samples: a sample with its texts', middle(({ sample }) => sample) / 1000, 's', null),
        row('100,040 samples: heap of the page with the run open', middle(({ heap }) => heap) / 1e6, 'MB', 300),
      ]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface PageTimes {
  /** Milliseconds. */
  readonly open: number
  readonly filter: number
  readonly sample: number
  /** Bytes. */
  readonly heap: number
}

async function openLarge(page: Page): Promise<PageTimes> {
  const open = await page.evaluate(async (address) => {
    const answer = await fetch(address)
    const transfer = new DataTransfer()
    transfer.items.add(new File([await answer.arrayBuffer()], 'large.zip'))
    location.hash = '#/run'
    while (document.querySelector('input[type=file]') === null) await new Promise(requestAnimationFrame)
    const clock = performance.now()
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    while (document.querySelector('[role=grid] tbody a') === null) await new Promise(requestAnimationFrame)
    return performance.now() - clock
  }, `${PREFIX}large.zip`)
  const filter = await page.evaluate(async () => {
    const times: number[] = []
    for (const name of ['Failures', 'Flipped', 'Different', 'All']) {
      const clock = performance.now()
      // No named function here: what the loader adds to those is not in the page.
      const control = [...document.querySelectorAll('label, button')].find((one) => one.textContent?.trim() === name)
      if (!(control instanceof HTMLElement)) throw new Error(`There is no filter ${name}.`)
      control.click()
      await new Promise(requestAnimationFrame)
      await new Promise((done) => setTimeout(done))
      times.push(performance.now() - clock)
    }
    return Math.max(...times)
  })
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const sample = await page.evaluate(async () => {
    const clock = performance.now()
    const link = document.querySelector('[role=grid] tbody a')
    if (!(link instanceof HTMLElement)) throw new Error('There is no sample to open.')
    link.click()
    while (document.querySelector('pre') === null) await new Promise(requestAnimationFrame)
    return performance.now() - clock
  })
  return { open, filter, heap: usedSize, sample }
}

function row(what: string, ours: number, unit: string, goal: number | null): BenchRow {
  return { what, ours, theirs: null, ratio: null, unit, goal, met: goal === null ? null : ours <= goal }
}

/** Seeded; a sample is as long as those of the starter benchmark are. */
function madeRun(): RunBundle {
  const random = new Xoshiro128(1)
  const spec = parseSpec({
    version: 1,
    name: 'a large run',
    variants: Array.from({ length: VARIANTS }, (_, place) => ({
      model: `made-${Math.floor(place / 2)}`,
      scheme: place % 2 === 0 ? 'fp32' : 'int4',
      ...(place % 2 === 0 && { original: true }),
    })),
    conditions: [{}, ...Array.from({ length: CONDITIONS - 1 }, (_, seed) => ({ prompt: { attack: 'char', seed } }))],
    benchmarks: [{ id: 'starter-mbpp' }],
  })
  const tasks = Array.from({ length: PROBLEMS }, (_, place) => `Starter/${place}`)
  const prompts = spec.conditions.flatMap((_, condition) =>
    tasks.map((task) => {
      const text = `"""\nWrite a function that says how ${task} differs under condition ${condition} of the large run.\nassert f([1, 2, 3], 4) == [5, 6]\n"""\n`
      return { hash: sha256Hex(text), task_id: task, text, edits: [] }
    }),
  )
  const samples: SampleRecord[] = []
  for (let variant = 0; variant < VARIANTS; variant += 1) {
    for (let condition = 0; condition < CONDITIONS; condition += 1) {
      for (const [place, task] of tasks.entries()) {
        const passed = random.below(100) < (condition === 0 ? 75 : 55)
        const prompt = prompts[condition * PROBLEMS + place]
        const cell = cellKey(variant, condition, 'starter-mbpp')
        const completion = `def f(values, number):\n    kept = [value * ${random.below(1000)} for value in values if value > ${place}]\n    kept.sort(reverse=True)\n    return kept[:number]\n`
        samples.push({
          id: sha256Hex(`${cell} ${task}`),
          cell,
          task_id: task,
          index: 0,
          prompt: prompt?.hash ?? '',
          completion,
          solution: (prompt?.text ?? '') + completion,
          base_status: passed ? 'pass' : 'fail',
          plus_status: passed && random.below(20) > 0 ? 'pass' : 'fail',
          kind: passed ? 'pass' : 'wrong-value',
          failing: passed ? null : { suite: 'base', index: 0, input: '[1, 2, 3], 4', expected: '[5, 6]', got: '[1]' },
          tests: { base: passed ? '11111' : '01011', plus: '1'.repeat(48) },
          tokens: 40 + random.below(60),
          finish: 'stop',
          seed: 0,
          timing: { generate_ms: random.below(300), judge_ms: random.below(30) },
        })
      }
    }
  }
  return {
    run: {
      version: 1,
      kind: 'shakedown-run',
      id: sha256Hex('a large run'),
      spec,
      status: 'finished',
      variants: spec.variants.map((variant) => ({
        ...variant,
        master: 'fp16',
        files: {},
        parameters: 1_000_000,
        bytes: 'scheme' in variant && variant.scheme === 'int4' ? 600_000 : 4_000_000,
      })),
      conditions: spec.conditions,
      benchmarks: [{ id: 'starter-mbpp', md5: '', n: PROBLEMS, tasks }],
      ...summarise(spec, samples),
      timing: { milliseconds: 1, tokens_per_second: [] },
      environment: {
        shakedown: '0',
        user_agent: 'made',
        device: 'wasm',
        adapter: 'none',
        onnxruntime: '0',
        transformers: '0',
        pyodide: '0',
        python: '3',
        command: 'made',
        started: '2026-01-01T00:00:00.000Z',
        finished: '2026-01-01T00:00:00.000Z',
      },
    },
    samples,
    prompts,
  }
}
