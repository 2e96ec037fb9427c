import { LabError } from '../errors'
import { TABLE_ONE } from './table-one-data'

export const BENCHMARKS = ['MBPP', 'MBPP+', 'HumanEval', 'HumanEval+'] as const
export const ATTACKS = ['character', 'word', 'sentence'] as const
export const FAMILIES = ['LLaMA', 'DeepSeek', 'CodeGen', 'StarCoder'] as const
export const SIZE_CLASSES = ['up to 3B', '6B to 8B', '15B and 33B'] as const

export type PaperBenchmark = (typeof BENCHMARKS)[number]
export type PaperAttack = (typeof ATTACKS)[number]
export type Family = (typeof FAMILIES)[number]
export type SizeClass = (typeof SIZE_CLASSES)[number]
/** Which model of a cell the paper calls more robust. */
export type Side = 'quantized' | 'original' | 'equal'

/** One cell of Table I. */
export interface PaperCell {
  readonly family: Family
  /** As printed, e.g. "1.3B". */
  readonly size: string
  readonly sizeClass: SizeClass
  readonly benchmark: PaperBenchmark
  readonly attack: PaperAttack
  /** Null where the paper prints an arrow and no number. */
  readonly rrs: number | null
  readonly side: Side
}

const SIDES: Readonly<Record<string, Side>> = { '↓': 'quantized', '↑': 'original', '=': 'equal' }
const CELL = /^(\d\.\d{3})?([↓↑=])$/

/** The cells of a table written as in table-one-data.ts. Throws LabError `internal` with the line that does not fit. */
export function parseTableOne(text: string): PaperCell[] {
  return text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [model = '', ...groups] = line.split('|').map((part) => part.trim())
      const [name = '', size = ''] = model.split(' ')
      const family = FAMILIES.find((one) => one === name)
      if (family === undefined || groups.length !== BENCHMARKS.length) throw misfit(line)
      return BENCHMARKS.flatMap((benchmark, index) => {
        const group = groups[index] ?? ''
        if (group === '-') return []
        const written = group.split(/\s+/)
        if (written.length !== ATTACKS.length) throw misfit(line)
        return ATTACKS.map((attack, place) => {
          const [, number, arrow = ''] = CELL.exec(written[place] ?? '') ?? []
          const side = SIDES[arrow]
          if (side === undefined) throw misfit(line)
          const rrs = number === undefined ? null : Number(number)
          return { family, size, sizeClass: sizeClassOf(size), benchmark, attack, rrs, side }
        })
      })
    })
}

function sizeClassOf(size: string): SizeClass {
  const billions = size.endsWith('M') ? Number.parseFloat(size) / 1000 : Number.parseFloat(size)
  if (billions <= 3) return 'up to 3B'
  return billions <= 8 ? '6B to 8B' : '15B and 33B'
}

function misfit(line: string): LabError {
  return new LabError('internal', `Table I has a line that does not fit: ${line}`, 'Please report this.')
}

/** The 126 cells, in the order of the table. */
export const PAPER_CELLS: readonly PaperCell[] = parseTableOne(TABLE_ONE)

/** A row of the table. */
export interface PaperModel {
  readonly family: Family
  readonly size: string
}

export const PAPER_MODELS: readonly PaperModel[] = PAPER_CELLS.filter(
  ({ benchmark, attack }) => benchmark === 'MBPP' && attack === 'character',
).map(({ family, size }) => ({ family, size }))

/** Null where the paper has no such cell. */
export function cellAt({ family, size }: PaperModel, benchmark: PaperBenchmark, attack: PaperAttack): PaperCell | null {
  const isHere = (cell: PaperCell): boolean =>
    cell.family === family && cell.size === size && cell.benchmark === benchmark && cell.attack === attack
  return PAPER_CELLS.find(isHere) ?? null
}

export function cellId({ family, size, benchmark, attack }: PaperCell): string {
  return `${family}-${size} ${benchmark} ${attack}`
}

/** The arrow or sign that the table prints beside the number. */
export function arrowOf({ side }: Pick<PaperCell, 'side'>): string {
  return side === 'quantized' ? '↓' : side === 'original' ? '↑' : '='
}
