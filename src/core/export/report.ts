import { conditionLabel, modelLabel, schemeLabel, seedsLabel, variantLabel } from '../experiment/labels'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import { allFigures, PAGE_INK, scoresFigureOf } from '../figures/draw'
import type { Figure, FigureTable } from '../figures/figure'
import { attackGroups } from '../figures/groups'
import { bytesText, percent } from '../figures/numbers'
import { cellText, publishedText, tablesOne, tally, type TableOne } from '../figures/table-one'
import { shortModel } from '../figures/model-name'
import { headline, verdictSentences } from '../metrics/verdict'
import type { Suite } from '../metrics/summary'
import { escapeHtml, htmlTable } from './html'
import { REPORT_STYLE } from './report-style'
import { resultTable } from './result-table'

const WIDTH = 860

export interface ReportOptions {
  readonly suite?: Suite
}

/**
 * A run as one HTML document: verdict, tables, figures with the tables behind them, how it was made. It needs no script
 * and no network and may be opened from a disk; light and dark follow the reader, and it prints. The same run gives the
 * same bytes, in a page and in Node.
 */
export function reportHtml(run: RunRecord, table: RunTable, { suite = 'plus' }: ReportOptions = {}): string {
  const title = `${run.spec.name} · Shakedown`
  const sections = [
    verdictSection(run, suite),
    ...tablesOne(run, table).map(tableOneSection),
    ...figureSections(run, table, suite),
    worstSection(run, suite),
    resultsSection(run, suite),
    madeSection(run),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(run.spec.name)}</h1>
<p class="muted">${escapeHtml(aboutText(run))}</p>
${sections.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`
}

function section(title: string, inside: string): string {
  return `<section>\n<h2>${escapeHtml(title)}</h2>\n${inside}\n</section>`
}

function note(text: string): string {
  return `<p class="muted">${escapeHtml(text)}</p>`
}

function aboutText(run: RunRecord): string {
  const samples = run.cells.reduce((sum, { n }) => sum + n, 0)
  const { finished, device, adapter } = run.environment
  const partial = run.status === 'partial' ? '; not finished' : ''
  return `${finished.slice(0, 10)} on ${`${device} ${adapter}`.trim()}; ${samples.toLocaleString('en')} samples in ${run.cells.length} cells${partial}. Run ${run.id.slice(0, 8)}.`
}

function verdictSection(run: RunRecord, suite: Suite): string {
  const sentences = verdictSentences(run, suite)
  const list = sentences.map(({ text }) => `<li>${escapeHtml(text)}</li>`).join('\n')
  const all =
    list === ''
      ? ''
      : `<details><summary>All ${sentences.length} comparisons in words</summary><ul>${list}</ul></details>`
  return section('Verdict', `<p class="headline">${escapeHtml(headline(run, suite))}</p>${all}`)
}

/** More rows than that are behind a disclosure. */
const LONG = 40

function resultsSection(run: RunRecord, suite: Suite): string {
  const table = resultTable(run, suite)
  const words = note(`pass@1 on the ${suite} tests, with paired comparisons.`)
  const isLong = table.rows.length > LONG
  const inside = isLong
    ? `<details><summary>All ${table.rows.length} cells</summary>${htmlTable(table)}</details>`
    : htmlTable(table)
  return section('Results', `${words}${inside}`)
}

function tableOneSection(table: TableOne): string {
  const { heads, conditions, rows, scheme } = table
  const counts = tally([table])
  const top = heads.map(({ title }) => `<th scope="colgroup" colspan="${conditions.length}">${escapeHtml(title)}</th>`)
  const below = heads.flatMap(() => conditions.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`))
  const body = rows.map(({ model, cells }) => {
    const tds = cells.map((cell) => {
      if (cell === null) return '<td>–</td>'
      const { number, sign, interval, words } = cellText(cell.robustness)
      const published = publishedText(cell.robustness)
      const asPublished = `as published ${published.number} ${published.sign}`.trim()
      return `<td title="${escapeHtml(`${words}; ${asPublished}`)}"><strong>${`${number} ${sign}`.trim()}</strong>${interval === '' ? '' : ` <small>${interval}</small>`}</td>`
    })
    return `<tr><th scope="row">${escapeHtml(shortModel(model))}</th>${tds.join('')}</tr>`
  })
  const explained = `RRS of ${scheme} against the original. ↓ ${scheme} held up better (${counts.down}), ↑ the original did (${counts.up}), = equal (${counts.equal}). A number only where both lost; small: 95 % interval.`
  return section(
    `Table I, ${scheme}`,
    `${note(explained)}<div class="scroll"><table><thead><tr><th scope="col" rowspan="2">Model</th>${top.join('')}</tr><tr>${below.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`,
  )
}

function figureSections(run: RunRecord, table: RunTable, suite: Suite): string[] {
  return run.benchmarks.flatMap(({ id: benchmark }) => {
    const source = { run, table, suite, benchmark }
    const others = attackGroups(run.conditions).flatMap((group) => scoresFigureOf(source, group) ?? [])
    const figures = allFigures(source).filter(({ id }) => id !== 'scores' || others.length === 0)
    return [...figures, ...others].map((figure) => figureSection(figure, run.benchmarks.length > 1 ? benchmark : ''))
  })
}

function figureSection({ title, note: words, table, draw }: Figure, benchmark: string): string {
  const drawn = draw({ width: WIDTH, ink: PAGE_INK })
  const head = benchmark === '' ? title : `${title}, ${benchmark}`
  return section(
    head,
    `<figure><div class="scroll">${drawn}</div><figcaption class="muted">${escapeHtml(words)}</figcaption></figure>
<details><summary>The numbers</summary>${htmlTable(table)}</details>`,
  )
}

function worstSection(run: RunRecord, suite: Suite): string {
  const records = (run.worst_of_seeds ?? []).filter((one) => one.suite === suite)
  if (records.length === 0) return ''
  const share = (value: number | null) => (value === null ? '–' : percent(value))
  const table: FigureTable = {
    columns: ['Condition', 'Weights', 'Benchmark', 'n', 'pass@1 clean', 'RP', 'RD', 'RR', 'Attack success'],
    rows: records.map((one) => {
      const variant = run.variants[one.variant]
      return [
        seedsLabel(one.conditions.flatMap((place) => run.conditions[place] ?? [])),
        variant === undefined ? '' : variantLabel(variant),
        one.benchmark,
        String(one.n),
        share(one.pass),
        share(one.robust_pass),
        share(one.robust_drop),
        share(one.robust_relative),
        share(one.attack_success),
      ]
    }),
  }
  return section(
    'Worst of the seeds',
    `${note("ReCode's metrics: right under every seed (RP), part lost (RD), changed either way (RR).")}${htmlTable(table)}`,
  )
}

function madeSection(run: RunRecord): string {
  const { environment, variants, conditions, benchmarks } = run
  const facts: readonly (readonly [string, string])[] = [
    ['Run', run.id],
    ['Command', environment.command],
    ['Device', `${environment.device} ${environment.adapter}`.trim()],
    [
      'Versions',
      `Shakedown ${environment.shakedown}, ONNX Runtime ${environment.onnxruntime}, Pyodide ${environment.pyodide}, Python ${environment.python}`,
    ],
    ['Time', `${environment.started} to ${environment.finished}`],
    ['Conditions', conditions.map(conditionLabel).join('; ')],
    ['Benchmarks', benchmarks.map(({ id, n, md5 }) => `${id} (${n} problems, MD5 ${md5})`).join('; ')],
  ]
  const made: FigureTable = {
    columns: ['Model', 'Weights', 'Made from', 'Bytes', 'tokens/s', 'Files'],
    rows: variants.map((variant, place) => [
      modelLabel(variant),
      schemeLabel(variant),
      variant.master,
      variant.bytes === 0 ? '–' : bytesText(variant.bytes),
      run.timing.tokens_per_second.find((one) => one.variant === place)?.value.toFixed(0) ?? '–',
      Object.entries(variant.files)
        .map(([file, hash]) => `${file} ${hash.slice(0, 8)}`)
        .join(', ') || '–',
    ]),
  }
  const list = facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('\n')
  return section('How this run was made', `<dl>${list}</dl>${htmlTable(made)}`)
}
