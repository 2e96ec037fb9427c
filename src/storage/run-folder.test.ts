import * as fc from 'fast-check'
import { gzipSync, strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { RunBundle, SampleRecord } from '../core/experiment/record'
import { parseSpec } from '../core/experiment/parse-spec'
import { bundleOfOpen } from '../core/experiment/open-run'
import { openRunFiles } from './open-folder'
import { decodeRunFolder, encodeRunFolder, exportZip, runFilesIn } from './run-folder'

const sample: SampleRecord = {
  id: 'a1',
  cell: 'v0.c0.b',
  task_id: 'T/0',
  index: 0,
  prompt: 'p',
  completion: 'return "é\u2028😀"\n',
  solution: 'def f(): ...',
  base_status: 'pass',
  plus_status: 'fail',
  kind: 'wrong-value',
  failing: { suite: 'plus', index: 3, input: '1', expected: '2', got: '3' },
  tests: { base: '1', plus: '0-' },
  tokens: 5,
  finish: 'stop',
  seed: 0,
  timing: { generate_ms: 1.5, judge_ms: 2 },
}

function bundle(samples: readonly SampleRecord[] = [sample]): RunBundle {
  return {
    run: {
      version: 1,
      kind: 'shakedown-run',
      id: 'r',
      spec: parseSpec({
        version: 1,
        name: 'x',
        variants: [{ model: 'm', scheme: 'fp32' }],
        conditions: [{}],
        benchmarks: [{ id: 'starter-mbpp' }],
      }),
      status: 'finished',
      variants: [{ model: 'm', scheme: 'fp32', master: 'fp16', files: { 'm.onnx': 'h' }, parameters: 1, bytes: 4 }],
      conditions: [{ prompt: null, weights: null }],
      benchmarks: [{ id: 'b', md5: 'm', n: 1 }],
      cells: [
        {
          key: 'v0.c0.b',
          variant: 0,
          condition: 0,
          benchmark: 'b',
          n: samples.length,
          base_passed: samples.length,
          plus_passed: 0,
          flips: null,
        },
      ],
      drops: [],
      losses: [],
      robustness: [],
      timing: { milliseconds: 1, tokens_per_second: [{ variant: 0, value: 2 }] },
      environment: {
        shakedown: '0',
        user_agent: 'u',
        device: 'wasm',
        adapter: 'none',
        onnxruntime: '0',
        transformers: '0',
        pyodide: '0',
        python: '3',
        command: 'c',
        started: 's',
        finished: 'f',
      },
    },
    samples,
    prompts: [{ hash: 'p', task_id: 'T/0', text: 'é', edits: [{ start: 0, end: 1, before: 'e', after: 'é' }] }],
  }
}

describe('the run folder', () => {
  it('comes back as it was, and equal bundles are equal bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), async (completions) => {
        const original = bundle(
          completions.map((completion, place) => ({ ...sample, task_id: `T/${place}`, completion })),
        )
        expect(decodeRunFolder(encodeRunFolder(original))).toEqual(original)
        expect(await bundleOfOpen(await openRunFiles(runFilesIn(exportZip(original))))).toEqual(original)
        expect(exportZip(structuredClone(original))).toEqual(exportZip(original))
      }),
      { numRuns: 30 },
    )
  })

  it('opens a bare run.json', async () => {
    const { run } = bundle()
    const open = await openRunFiles(runFilesIn(strToU8(JSON.stringify(run))))
    expect(open.run).toEqual(run)
    expect([open.texts, open.table.size]).toEqual([0, 0])
  })

  it('opens a folder without verdicts, as earlier versions wrote it', async () => {
    const files = encodeRunFolder(bundle())
    files.delete('verdicts.json.gz')
    const open = await openRunFiles(files)
    expect(await open.sample('v0.c0.b', 'T/0')).toEqual(sample)
    expect(open.table.get('v0.c0.b', 'T/0')?.kind).toBe('wrong-value')
  })

  it('opens with verdicts alone, and has then no texts', async () => {
    const files = encodeRunFolder(bundle())
    files.delete('samples.jsonl.gz')
    const open = await openRunFiles(files)
    expect(open.texts).toBe(0)
    expect(open.table.size).toBe(1)
    expect(await open.sample('v0.c0.b', 'T/0')).toBeNull()
    expect((await open.prompt(0, 'b', 'T/0'))?.text).toBe('é')
  })

  it('opens a folder inside a zip, as some programs pack it', async () => {
    const inner = Object.fromEntries([...encodeRunFolder(bundle())].map(([name, bytes]) => [`run/${name}`, bytes]))
    expect(await bundleOfOpen(await openRunFiles(runFilesIn(zipSync(inner))))).toEqual(bundle())
  })
})

describe('a broken run', () => {
  const zip = exportZip(bundle())
  const { run } = bundle()
  const cell = run.cells[0]
  it.each([
    ['bad-run', /run.json is not JSON/, strToU8('{')],
    ['bad-run', /run.json is not JSON/, strToU8('<!doctype html>')],
    ['bad-run', /run.json is not JSON/, new Uint8Array()],
    ['newer-version', /format 2; this Shakedown reads format 1/, strToU8(JSON.stringify({ ...run, version: 2 }))],
    ['bad-run', /This is not a run/, strToU8('{"version": 2, "results": []}')],
    ['bad-run', /cells\[0\]\.variant: missing/, strToU8(JSON.stringify({ ...run, cells: [{ key: 'k' }] }))],
    ['bad-run', /The \.zip is broken/, zip.slice(0, zip.length - 40)],
    ['bad-run', /There is no run\.json/, zipSync({ 'other.txt': strToU8('x') })],
    ['bad-run', /samples\.jsonl, line 1/, packed({ 'samples.jsonl.gz': strToU8('no') })],
    [
      'bad-run',
      /run\.json says plus_passed 1 for v0\.c0\.b, its samples say 0/,
      packed({ 'run.json': strToU8(JSON.stringify({ ...run, cells: [{ ...cell, plus_passed: 1 }] })) }),
    ],
    ['bad-run', /T\/0 in v9\.c0\.b/, packed({ 'samples.jsonl.gz': lines({ ...sample, cell: 'v9.c0.b' }) })],
  ])('is named: %s, %s', async (code, message, data) => {
    const open = async () => openRunFiles(runFilesIn(data))
    const error: unknown = await open().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(error).toHaveProperty('hint', expect.stringMatching(/\w/))
  })

  it('is named when a text is asked for that its verdict does not fit', async () => {
    const files = encodeRunFolder(bundle())
    files.set('samples.jsonl.gz', gzipSync(lines({ ...sample, base_status: 'fail' })))
    const open = await openRunFiles(files)
    await expect(open.sample('v0.c0.b', 'T/0')).rejects.toMatchObject({ code: 'bad-run' })
  })
})

/** A zip of the bundle without verdicts, with some files replaced. */
function packed(replaced: Record<string, Uint8Array>): Uint8Array {
  const files = encodeRunFolder(bundle())
  files.delete('verdicts.json.gz')
  return zipSync({ ...Object.fromEntries(files), ...replaced })
}

function lines(...samples: readonly object[]): Uint8Array {
  return strToU8(samples.map((one) => `${JSON.stringify(one)}\n`).join(''))
}
