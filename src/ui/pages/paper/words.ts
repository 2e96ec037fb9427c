import { problemsOf, printedScore, type Deltas } from '../../../core/paper/deltas'
import type { Recount } from '../../../core/paper/recount'
import { arrowOf, type PaperBenchmark, type PaperCell, type Side } from '../../../core/paper/table-one'

/** Words of the Paper page. */

/** "51.59 %", as the paper writes shares. */
export function share(value: number): string {
  return `${(value * 100).toFixed(2)} %`
}

/** "0.36"; very small ones as "< 0.001". */
export function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : p < 0.01 ? p.toFixed(3) : p.toFixed(2)
}

export function sideWords(side: Side): string {
  return side === 'equal' ? 'neither' : side === 'original' ? 'the original' : 'the quantized model'
}

/** "1.092 ↓"; the arrow alone where the paper prints no number. */
export function cellText(cell: PaperCell): string {
  const sign = cell.side === 'equal' ? '' : arrowOf(cell)
  return cell.rrs === null ? sign : `${cell.rrs.toFixed(3)} ${sign}`.trimEnd()
}

export function cellTitle({ family, size, benchmark, attack }: PaperCell): string {
  return `${family} ${size}, ${benchmark}, ${attack} attack`
}

/** What a screen reader hears of a cell. */
export function cellWords(cell: PaperCell): string {
  const number = cell.rrs === null ? 'no number' : cell.rrs.toFixed(3)
  return `${cellTitle(cell)}: ${number}, ${cell.side === 'equal' ? 'no difference' : `${cell.side} more robust`}`
}

export function deltaWords({ original, quantized }: Deltas): string {
  return `${original} against ${quantized}`
}

/** "6 against 2, which prints as 2.999". */
export function printedWords(deltas: Deltas, benchmark: PaperBenchmark): string {
  return `${deltaWords(deltas)}, which prints as ${printedScore(deltas, problemsOf(benchmark))}`
}

export function recountWords({ n, quantized, original, equal, shares }: Recount): string {
  if (n === 0) return 'No cell of the table is like that.'
  return `${n} cells: the quantized model is called more robust in ${quantized} (${share(shares.quantized)}), the original in ${original} (${share(shares.original)}), neither in ${equal} (${share(shares.equal)}).`
}
