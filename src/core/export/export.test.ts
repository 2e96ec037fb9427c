import { expect, test } from 'vitest'
import { STUDY, syntheticBundle, syntheticRun } from '../figures/testing'
import { parseSamples } from '../grading/parse-samples'
import { openBundle } from '../experiment/open-run'
import { tablesOne } from '../figures/table-one'
import { cellsCsv, comparisonsCsv, csvText, verdictsCsv } from './csv'
import { evalPlusResults, evalPlusSamples } from './evalplus'
import { latexTable, latexTableOne } from './latex'
import { markdownTable } from './markdown'
import { reportHtml } from './report'
import { resultTable, tableOneText } from './result-table'

const bundle = syntheticBundle({ problems: 12, conditions: STUDY.slice(0, 6) })
const { run, table } = openBundle(bundle)
const lines = (text: string) => text.trimEnd().split('\r\n')

test('CSV quotes what needs it', () => {
  expect(csvText([['a', 'b "c"', 'd,e', null, 1.5], ['x\ny']])).toBe('a,"b ""c""","d,e",,1.5\r\n"x\ny"\r\n')
})

test('CSV: a line a cell, a comparison, a sample, each as long as its head', () => {
  expect(lines(cellsCsv(run))).toHaveLength(1 + 36)
  expect(lines(comparisonsCsv(run))).toHaveLength(1 + run.drops.length + run.losses.length + run.robustness.length)
  const samples = lines([...verdictsCsv(run, table)].join(''))
  expect(samples).toHaveLength(1 + bundle.samples.length)
  expect(samples[1]).toBe(
    `v0.c0.sham,lab/Sham-1B,fp32,clean,sham,Sham/0,0,${bundle.samples[0]?.base_status},${bundle.samples[0]?.plus_status},${bundle.samples[0]?.kind},14`,
  )
  // Quoted labels hold commas; without them every line has as many fields as the head.
  const fields = (line: string) => line.replace(/"[^"]*"/g, '').split(',').length
  for (const text of [cellsCsv(run), comparisonsCsv(run), [...verdictsCsv(run, table)].join('')]) {
    expect(new Set(lines(text).map(fields)).size).toBe(1)
  }
})

test('the result table has a row a cell, and the numbers of the record', () => {
  const { columns, rows } = resultTable(run, 'plus')
  expect(rows).toHaveLength(36)
  for (const row of rows) expect(row).toHaveLength(columns.length)
  const cell = run.cells.find(({ key }) => key === 'v1.c1.sham')
  const row = rows.find(([condition, weights]) => condition?.startsWith('char') && weights === 'lab/Sham-1B int8')
  expect(row?.slice(2, 4)).toEqual(['12', `${(((cell?.plus_passed ?? 0) / 12) * 100).toFixed(1)} %`])
})

test('Markdown and LaTeX escape what would be markup', () => {
  const small = { columns: ['a|b', 'c_d'], rows: [['50 %', '↓ <x> $']] }
  expect(markdownTable(small)).toBe('| a\\|b | c\\_d |\n| --- | --- |\n| 50 % | ↓ \\<x\\> $ |\n')
  expect(latexTable(small)).toContain('a|b & c\\_d \\\\\n\\hline\n50 \\% & $\\downarrow$ $<$x$>$ \\$ \\\\')
})

test('Table I in LaTeX has the two heads of the paper', () => {
  const [first] = tablesOne(run, table)
  if (first === undefined) throw new Error('no table')
  const latex = latexTableOne(first)
  expect(latex).toContain(' & & \\multicolumn{3}{c}{sham} & \\multicolumn{3}{c}{sham+} \\\\')
  expect(latex.match(/\\\\\n/g)).toHaveLength(2 + 2)
  expect(tableOneText(first).rows.map((row) => row.slice(0, 2))).toEqual([
    ['Sham', '1B'],
    ['Sham', '3B'],
  ])
  expect(latex).not.toMatch(/[↓↑−]/)
})

test("EvalPlus's samples are read again, and its results count what passed", () => {
  const mine = bundle.samples.filter(({ cell }) => cell === 'v0.c0.sham')
  const read = parseSamples('s.jsonl', new TextEncoder().encode(evalPlusSamples(mine)))
  expect(read.samples.map(({ taskId, text }) => [taskId, text.value])).toEqual(
    mine.map(({ task_id, solution }) => [task_id, solution]),
  )
  const results: unknown = JSON.parse(evalPlusResults(run, 'v0.c0.sham', mine, null))
  const passed = run.cells[0]?.plus_passed ?? 0
  expect(results).toMatchObject({ pass_at_k: { plus: { 'pass@1': passed / 12 } } })
})

test('the report is one document that asks for nothing', () => {
  const html = reportHtml(run, table)
  expect(html).toBe(reportHtml(run, table))
  expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(/)
  const addresses = html.match(/https?:[^"' ]*/g) ?? []
  expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']))
  for (const title of [
    'Verdict',
    'Results',
    'Table I, int8',
    'Table I, int4',
    'pass@1 by level of noise',
    'How this run was made',
  ]) {
    expect(html).toContain(`<h2>${title}</h2>`)
  }
  expect(html.match(/<svg xmlns/g)?.length).toBeGreaterThanOrEqual(7)
  expect(html).not.toMatch(/NaN|undefined|Infinity/)
})

test('what a run is called cannot become markup in the report', () => {
  const name = '"><script>alert(1)</script>'
  const hostile = syntheticRun({ name, models: [name], problems: 4, conditions: STUDY.slice(0, 2) })
  const html = reportHtml(hostile.run, hostile.table)
  expect(html).not.toContain('<script')
  expect(html).toContain('&lt;script&gt;')
})
