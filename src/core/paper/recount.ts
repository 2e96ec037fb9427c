import { signTest } from '../metrics/sign-test'
import {
  ATTACKS,
  BENCHMARKS,
  FAMILIES,
  PAPER_CELLS,
  SIZE_CLASSES,
  type Family,
  type PaperAttack,
  type PaperBenchmark,
  type PaperCell,
  type SizeClass,
} from './table-one'

/** How many cells favour which side. */
export interface Recount {
  readonly n: number
  readonly quantized: number
  readonly original: number
  readonly equal: number
  /** Parts of n; 0 where there is no cell. */
  readonly shares: { readonly quantized: number; readonly original: number; readonly equal: number }
  /** Exact two-sided sign test of quantized against original; equal cells are left out. */
  readonly p: number
}

export function recount(cells: readonly Pick<PaperCell, 'side'>[]): Recount {
  const n = cells.length
  const quantized = cells.filter(({ side }) => side === 'quantized').length
  const original = cells.filter(({ side }) => side === 'original').length
  const equal = n - quantized - original
  const share = (count: number): number => (n === 0 ? 0 : count / n)
  return {
    n,
    quantized,
    original,
    equal,
    shares: { quantized: share(quantized), original: share(original), equal: share(equal) },
    p: signTest(quantized, original),
  }
}

/** Which cells are counted; null takes all. `benchmark` may name both suites of one benchmark. */
export interface Selection {
  readonly benchmark: PaperBenchmark | 'MBPP both' | 'HumanEval both' | null
  readonly family: Family | null
  readonly attack: PaperAttack | null
  readonly sizeClass: SizeClass | null
}

export const EVERYTHING: Selection = { benchmark: null, family: null, attack: null, sizeClass: null }

export function isSelected(cell: PaperCell, { benchmark, family, attack, sizeClass }: Selection): boolean {
  const isOfBenchmark =
    benchmark === null ||
    cell.benchmark === benchmark ||
    (benchmark === 'MBPP both' && cell.benchmark.startsWith('MBPP')) ||
    (benchmark === 'HumanEval both' && cell.benchmark.startsWith('HumanEval'))
  return (
    isOfBenchmark &&
    (family === null || cell.family === family) &&
    (attack === null || cell.attack === attack) &&
    (sizeClass === null || cell.sizeClass === sizeClass)
  )
}

export function select(selection: Selection): PaperCell[] {
  return PAPER_CELLS.filter((cell) => isSelected(cell, selection))
}

export interface Slice {
  readonly group: 'All' | 'Benchmark' | 'Family' | 'Attack' | 'Size'
  readonly name: string
  readonly selection: Selection
  readonly count: Recount
}

const slice = (group: Slice['group'], name: string, part: Partial<Selection>): Slice => {
  const selection = { ...EVERYTHING, ...part }
  return { group, name, selection, count: recount(select(selection)) }
}

/** The whole table, and its cells by everything they can be sorted by. */
export const SLICES: readonly Slice[] = [
  slice('All', 'All cells', {}),
  ...BENCHMARKS.map((benchmark) => slice('Benchmark', benchmark, { benchmark })),
  slice('Benchmark', 'MBPP and MBPP+ together', { benchmark: 'MBPP both' }),
  slice('Benchmark', 'HumanEval and HumanEval+ together', { benchmark: 'HumanEval both' }),
  ...FAMILIES.map((family) => slice('Family', family, { family })),
  ...ATTACKS.map((attack) => slice('Attack', attack, { attack })),
  ...SIZE_CLASSES.map((sizeClass) => slice('Size', sizeClass, { sizeClass })),
]

/** Cells with base and plus verdicts of the same generations. */
export interface SuitePair {
  readonly base: PaperCell
  readonly plus: PaperCell
  /** Both favour the same side. */
  readonly agrees: boolean
}

/** Every pair of a base cell and the plus cell that grades the same programs. */
export const SUITE_PAIRS: readonly SuitePair[] = PAPER_CELLS.flatMap((base) => {
  const plus = plusOf(base)
  return plus === null ? [] : [{ base, plus, agrees: base.side === plus.side }]
})

/** The other suite's cell of the same generations; null where the paper has none. */
export function twinOf(cell: PaperCell): PaperCell | null {
  const name = cell.benchmark.endsWith('+') ? cell.benchmark.slice(0, -1) : `${cell.benchmark}+`
  return (
    PAPER_CELLS.find(
      (other) =>
        other.benchmark === name &&
        other.family === cell.family &&
        other.size === cell.size &&
        other.attack === cell.attack,
    ) ?? null
  )
}

function plusOf(cell: PaperCell): PaperCell | null {
  return cell.benchmark.endsWith('+') ? null : twinOf(cell)
}

/** Cells with an arrow and no number. */
export const ARROW_ONLY: readonly PaperCell[] = PAPER_CELLS.filter(({ rrs }) => rrs === null)
