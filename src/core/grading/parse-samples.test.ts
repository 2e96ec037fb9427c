import { gzipSync, strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { md5Hex } from '../hash'
import { parseSamples } from './parse-samples'
import { completionsText, rawName, solutionsText } from './write-samples'

const parse = (text: string) => parseSamples('samples.jsonl', strToU8(text))

describe('parseSamples', () => {
  it('counts the samples of each task in file order; a solution wins over a completion', () => {
    const text = [
      '{"task_id": "T/0", "completion": " x"}',
      '{"task_id": "T/1", "solution": "a", "_identifier": 3, "logprob": NaN}',
      '',
      '{"id": "x", "task_id": "T/0", "completion": "y", "solution": ""}',
    ].join('\r\n')
    expect(parse(`\ufeff${text}`)).toEqual({
      name: 'samples.jsonl',
      md5: md5Hex(strToU8(`\ufeff${text}`)),
      samples: [
        { taskId: 'T/0', index: 0, line: 1, text: { kind: 'completion', value: ' x' } },
        { taskId: 'T/1', index: 0, line: 2, text: { kind: 'solution', value: 'a' } },
        { taskId: 'T/0', index: 1, line: 4, text: { kind: 'solution', value: '' } },
      ],
      skipped: [],
    })
    expect(parseSamples('x.gz', gzipSync(strToU8(text))).samples).toEqual(parse(text).samples)
  })

  it('leaves out lines that are no samples, and says which and why', () => {
    const bad = [
      ['{"task_id": "T/0", "completion": "cut', /without an end at character/],
      ['[]', /must be a JSON object/],
      ['{"task_id": 1, "solution": ""}', /"task_id" must be text/],
      ['{"solution": ""}', /"task_id" must be text/],
      ['{"task_id": "T/0"}', /neither/],
      ['{"task_id": "T/0", "solution": ["a", "b"], "completion": "c"}', /"solution" must be text; several samples/],
      ['{"task_id": "T/0", "completion": null}', /"completion" must be text/],
      ['['.repeat(10_000), /Nested too deeply/],
      [`{"task_id": "T/0", "solution": "", "n": ${'1'.repeat(5000)}}`, /4300 digits/],
    ] as const
    const { samples, skipped } = parse(`${bad.map(([line]) => line).join('\n')}\n{"task_id": "T/0", "solution": "s"}\n`)
    expect(samples).toEqual([{ taskId: 'T/0', index: 0, line: 10, text: { kind: 'solution', value: 's' } }])
    expect(skipped.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const [index, { why }] of skipped.entries()) expect(why).toMatch(bad[index]?.[1] ?? /^$/)
  })

  it('keeps half a surrogate pair: the program is to fail, not to become another one', () => {
    expect(parse('{"task_id": "T/0", "solution": "\\ud800"}').samples[0]?.text.value).toBe('\ud800')
  })

  it.each([
    ['nothing', strToU8('\n \n'), 'bad-samples', /there is no sample \(the file is empty\)/],
    ['no good line', strToU8('x\ny'), 'bad-samples', /there is no sample \(line 1: Expected a value/],
    ['a file of something else', strToU8('x\n'.repeat(20_000)), 'bad-samples', /too many lines/],
    ['no text', Uint8Array.from([0xff, 0xfe]), 'bad-samples', /UTF-8/],
    ['a web page', strToU8('<!doctype html>'), 'html-instead-of-file', /web page/],
    ['half a gzip', gzipSync(strToU8('{"task_id": "T/0", "solution": ""}')).subarray(0, 30), 'truncated-file', /early/],
    ['millions of lines', strToU8('\n'.repeat(5_000_001)), 'bad-samples', /more than 5,000,000 lines/],
  ])('names %s', (_name, bytes, code, message) => {
    expect(() => parseSamples('samples.jsonl', bytes)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})

describe('samples out', () => {
  it('come back in as they were', () => {
    const rows = [
      { task_id: 'T/0', solution: 'def f():\n    return "é\ud800"\n', completion: 'c' },
      { task_id: 'T/0', solution: '', completion: '' },
    ]
    expect(parse(solutionsText(rows)).samples.map(({ text }) => text)).toEqual(
      rows.map(({ solution }) => ({ kind: 'solution', value: solution })),
    )
    expect(parse(completionsText(rows)).samples.map(({ text }) => text)).toEqual(
      rows.map(({ completion }) => ({ kind: 'completion', value: completion })),
    )
    expect([rawName('a.jsonl'), rawName('a.b.jsonl.gz'), rawName('x')]).toEqual([
      'a.raw.jsonl',
      'a.b.raw.jsonl',
      'x.raw.jsonl',
    ])
  })
})
