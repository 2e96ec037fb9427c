import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VERDICT_KINDS } from '../judge/verdict'
import { checkCounts } from './check-counts'
import { RunTable, STATUSES, type TableSample } from './run-table'
import { encodeVerdicts, parseVerdicts } from './verdict-file'

const cells = [
  { key: 'v0.c0.b', variant: 0, condition: 0, benchmark: 'b', n: 0, base_passed: 0, plus_passed: 0, flips: null },
  { key: 'v0.c1.b', variant: 0, condition: 1, benchmark: 'b', n: 0, base_passed: 0, plus_passed: 0, flips: null },
]
const conditions = [
  { prompt: null, weights: null },
  { prompt: null, weights: null },
]
const tasks = new Map([['b', ['T/0', 'T/1', 'T/2']]])
const sent = { hash: (condition: number, _: string, task: string) => (task === 'T/2' ? null : `h${condition} ${task}`) }

const anySample: fc.Arbitrary<TableSample> = fc.record({
  cell: fc.constantFrom('v0.c0.b', 'v0.c1.b'),
  task_id: fc.constantFrom('T/0', 'T/1', 'T/2'),
  index: fc.nat(1),
  base_status: fc.constantFrom(...STATUSES),
  plus_status: fc.constantFrom(...STATUSES, null),
  kind: fc.constantFrom(...VERDICT_KINDS),
  tokens: fc.nat(70_000),
})

describe('verdicts of a run', () => {
  it('come back from their file as they were', () => {
    fc.assert(
      fc.property(fc.array(anySample), (samples) => {
        const table = new RunTable(cells, tasks, 2)
        for (const sample of samples) expect(table.set(sample)).toBe(true)
        const json: unknown = JSON.parse(JSON.stringify(encodeVerdicts({ conditions }, table, sent)))
        const read = parseVerdicts(json, { cells })
        expect(read.table).toEqual(table)
        expect(read.table.size).toBe(new Set(samples.map((one) => `${one.cell} ${one.task_id} ${one.index}`)).size)
        expect(read.sent.hash(1, 'b', 'T/1')).toBe('h1 T/1')
        expect(read.sent.hash(1, 'b', 'T/2')).toBeNull()
        expect(read.sent.hash(1, 'none', 'T/1')).toBeNull()
      }),
    )
  })

  it('say of a sample what it was, by the rule that plus counts only with base', () => {
    const table = new RunTable(cells, tasks)
    const base = { cell: 'v0.c0.b', index: 0, kind: 'wrong-value', tokens: 5 } as const
    table.set({ ...base, task_id: 'T/0', base_status: 'fail', plus_status: 'pass' })
    table.set({ ...base, task_id: 'T/1', base_status: 'pass', plus_status: null })
    expect([0, 1, 2].map((place) => table.passed('v0.c0.b', place, 'plus'))).toEqual([false, true, null])
    expect(table.get('v0.c0.b', 'T/1')).toEqual({
      base_status: 'pass',
      plus_status: null,
      kind: 'wrong-value',
      tokens: 5,
    })
    expect(table.get('v0.c0.b', 'T/2')).toBeNull()
    expect(table.set({ ...base, task_id: 'T/9', base_status: 'pass', plus_status: 'pass' })).toBe(false)
    expect(table.set({ ...base, task_id: 'T/0', index: 1, base_status: 'pass', plus_status: 'pass' })).toBe(false)
  })

  it('are compared with the counts of run.json', () => {
    const table = new RunTable(cells, tasks)
    table.set({
      cell: 'v0.c1.b',
      task_id: 'T/0',
      index: 0,
      base_status: 'pass',
      plus_status: 'fail',
      kind: 'wrong-value',
      tokens: 1,
    })
    expect(() => checkCounts({ cells }, table)).toThrow(/says n 0 for v0\.c1\.b, its samples say 1/)
    const [first, second] = cells
    if (first === undefined || second === undefined) throw new Error('two cells')
    checkCounts({ cells: [first, { ...second, n: 1, base_passed: 1 }] }, table)
    expect(() => checkCounts({ cells: [{ ...second, n: 1, base_passed: 1, plus_passed: 1 }] }, table)).toThrow(
      /plus_passed/,
    )
  })

  it('of another run, or cut, are named', () => {
    const whole = encodeVerdicts({ conditions }, new RunTable(cells, tasks), sent)
    const [cell] = whole.cells
    for (const json of [
      null,
      { ...whole, version: 2 },
      { ...whole, cells: [{ ...cell, key: 'v9' }] },
      { ...whole, cells: [{ ...cell, base: 'p' }] },
      { ...whole, cells: [{ ...cell, kind: 'zzz' }] },
      { ...whole, cells: [{ ...cell, base: 'ppx' }] },
    ]) {
      expect(() => parseVerdicts(json, { cells })).toThrow(expect.objectContaining({ code: 'bad-run' }))
    }
  })
})
