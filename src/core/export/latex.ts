import type { FigureTable } from '../figures/figure'
import type { TableOne } from '../figures/table-one'
import { tableOneText } from './result-table'

/** A table as a LaTeX tabular; it needs no package. */
export function latexTable({ columns, rows }: FigureTable): string {
  const body = rows.map(line).join('')
  return `\\begin{tabular}{${'l'.repeat(columns.length)}}\n\\hline\n${line(columns)}\\hline\n${body}\\hline\n\\end{tabular}\n`
}

/** Table I with the paper's two heads: benchmark and suite above, attack below. */
export function latexTableOne(table: TableOne, published = false): string {
  const { heads, conditions } = table
  const width = conditions.length
  const top = heads.map(({ title }) => `\\multicolumn{${width}}{c}{${escaped(title)}}`)
  const below = heads.flatMap(() => conditions.map(({ label }) => label))
  const columns = 2 + heads.length * width
  const body = tableOneText(table, published).rows.map(line).join('')
  return (
    `\\begin{tabular}{${'l'.repeat(columns)}}\n\\hline\n` +
    ` & & ${top.join(' & ')} \\\\\n${line(['Model', 'Size', ...below])}\\hline\n${body}\\hline\n\\end{tabular}\n`
  )
}

function line(cells: readonly string[]): string {
  return `${cells.map(escaped).join(' & ')} \\\\\n`
}

const NAMES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '↓': '$\\downarrow$',
  '↑': '$\\uparrow$',
  '−': '$-$',
  '–': '--',
  '…': '\\ldots{}',
  '<': '$<$',
  '>': '$>$',
}

function escaped(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\\~^↓↑−–…<>&%$#_{}]/g, (letter) => NAMES[letter] ?? `\\${letter}`)
}
