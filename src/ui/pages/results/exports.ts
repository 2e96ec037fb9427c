import type { Benchmark } from '../../../core/benchmarks/types'
import { LabError } from '../../../core/errors'
import type { OpenRun } from '../../../core/experiment/open-run'
import type { RunRecord, SampleRecord } from '../../../core/experiment/record'
import { cellsCsv, comparisonsCsv, verdictsCsv } from '../../../core/export/csv'
import { evalPlusResults, evalPlusSamples } from '../../../core/export/evalplus'
import { latexTable } from '../../../core/export/latex'
import { markdownTable } from '../../../core/export/markdown'
import { resultTable } from '../../../core/export/result-table'
import type { Suite } from '../../../core/metrics/summary'
import { shortHash } from '../../words'

/** What a run goes out as; each a file made when it is asked for. */

export function runName({ id }: Pick<RunRecord, 'id'>): string {
  return `shakedown-${shortHash(id)}`
}

export interface ExportedFile {
  readonly name: string
  readonly content: Blob
}

export function tableFile(run: RunRecord, suite: Suite, form: 'csv' | 'md' | 'tex'): ExportedFile {
  const table = resultTable(run, suite)
  const text =
    form === 'md'
      ? markdownTable(table)
      : form === 'tex'
        ? latexTable(table)
        : [cellsCsv(run), comparisonsCsv(run)].join('')
  return { name: `${runName(run)}-results.${form}`, content: new Blob([text], { type: 'text/plain' }) }
}

export function csvFile(open: OpenRun, run: RunRecord, which: 'cells' | 'comparisons' | 'verdicts'): ExportedFile {
  const parts =
    which === 'cells'
      ? [cellsCsv(run)]
      : which === 'comparisons'
        ? [comparisonsCsv(run)]
        : [...verdictsCsv(run, open.table)]
  return { name: `${runName(run)}-${which}.csv`, content: new Blob(parts, { type: 'text/csv' }) }
}

export async function reportFile(open: OpenRun, run: RunRecord, suite: Suite): Promise<ExportedFile> {
  const { reportHtml } = await import('../../../core/export/report')
  const content = new Blob([reportHtml(run, open.table, { suite })], { type: 'text/html' })
  return { name: `${runName(run)}-report.html`, content }
}

/** Samples of a cell with their texts. Throws LabError `not-found` where the run is open without them. */
export async function samplesOfCell(open: OpenRun, cell: string): Promise<SampleRecord[]> {
  const found: SampleRecord[] = []
  for await (const part of open.samples()) for (const sample of part) if (sample.cell === cell) found.push(sample)
  if (found.length > 0) return found
  throw new LabError(
    'not-found',
    'This run is open without the programs of that cell.',
    'Open its .zip with samples, or run it here again.',
  )
}

/**
 * A cell as EvalPlus's samples.jsonl or eval_results.json.
 *
 * @param load of a benchmark by its id; where it fails, failing inputs are left out
 */
export async function evalPlusFile(
  open: OpenRun,
  cell: string,
  form: 'samples' | 'results',
  load: (benchmark: string) => Promise<Benchmark>,
): Promise<ExportedFile> {
  const samples = await samplesOfCell(open, cell)
  if (form === 'samples') {
    return { name: `${cell}.samples.jsonl`, content: new Blob([evalPlusSamples(samples)], { type: 'text/plain' }) }
  }
  const id = open.run.cells.find(({ key }) => key === cell)?.benchmark ?? ''
  const benchmark = await load(id).catch(() => null)
  const text = evalPlusResults(open.run, cell, samples, benchmark)
  return { name: `${cell}.eval_results.json`, content: new Blob([text], { type: 'application/json' }) }
}
