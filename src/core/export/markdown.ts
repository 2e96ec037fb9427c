import type { FigureTable } from '../figures/figure'

/** A table as GitHub's Markdown. */
export function markdownTable({ columns, rows }: FigureTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |\n`
  return `${line(columns)}|${columns.map(() => ' --- |').join('')}\n${rows.map(line).join('')}`
}

function escaped(text: string): string {
  return text.replace(/([\\|`*_<>[\]])/g, '\\$1').replace(/\s*\n\s*/g, ' ')
}
