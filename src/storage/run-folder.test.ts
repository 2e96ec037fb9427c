import * as fc from 'fast-check'
import { zipSync, strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { RunBundle, SampleRecord } from '../core/experiment/record'
import { parseSpec } from '../core/experiment/parse-spec'
import { decodeRunFolder, encodeRunFolder, exportZip, importRun } from './run-folder'

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
        { key: 'v0.c0.b', variant: 0, condition: 0, benchmark: 'b', n: 1, base_passed: 1, plus_passed: 0, flips: null },
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
  it('comes back as it was, and equal bundles are equal bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (completions) => {
        const original = bundle(completions.map((completion, index) => ({ ...sample, index, completion })))
        expect(decodeRunFolder(encodeRunFolder(original))).toEqual(original)
        expect(importRun(exportZip(original), 'run.zip')).toEqual(original)
        expect(exportZip(structuredClone(original))).toEqual(exportZip(original))
      }),
      { numRuns: 30 },
    )
  })

  it('opens a bare run.json as text or bytes', () => {
    const text = JSON.stringify(bundle().run)
    expect(importRun(text, 'run.json')).toEqual({ run: bundle().run, samples: [], prompts: [] })
    expect(importRun(strToU8(text), 'x')).toEqual(importRun(text, 'run.json'))
  })

  it('names what is wrong with a broken file', () => {
    const zip = exportZip(bundle())
    const cases: [Uint8Array | string, RegExp][] = [
      ['{', /x: run.json is not JSON/],
      ['<!doctype html>', /x: run.json is not JSON/],
      [JSON.stringify({ ...bundle().run, version: 2 }), /x: This is not a run: version: expected 1, got 2/],
      [JSON.stringify({ ...bundle().run, cells: [{ key: 'k' }] }), /cells\[0\]\.variant: missing/],
      [zip.slice(0, zip.length - 40), /x: The \.zip is broken/],
      [zipSync({ 'other.txt': strToU8('x') }), /x: There is no run\.json/],
      [
        zipSync({ 'run.json': strToU8(JSON.stringify(bundle().run)), 'samples.jsonl.gz': strToU8('no') }),
        /samples\.jsonl\.gz is broken/,
      ],
      [new Uint8Array(), /x: run.json is not JSON/],
    ]
    for (const [data, message] of cases) {
      expect(() => importRun(data, 'x')).toThrow(message)
      expect(() => importRun(data, 'x')).toThrow(expect.objectContaining({ code: 'bad-run' }))
    }
  })

  it('opens a folder inside a zip, as some programs pack it', () => {
    const inner = Object.fromEntries([...encodeRunFolder(bundle())].map(([name, bytes]) => [`run/${name}`, bytes]))
    expect(importRun(zipSync(inner), 'x')).toEqual(bundle())
  })
})
