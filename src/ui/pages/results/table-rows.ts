import { originalOf } from '../../../core/experiment/originals'
import type { CellRecord, DropRecord, RobustnessRecord, RunRecord } from '../../../core/experiment/record'
import { conditionLabel } from '../../../core/experiment/labels'
import type { RunIndex } from '../../run-index'
import type { Suite } from '../../../core/metrics/summary'

/** A cell of the run with everything that is said of it. */
export interface TableRow {
  readonly cell: CellRecord
  readonly variant: string
  /** What the variant is paired with. */
  readonly original: string
  readonly condition: string
  readonly isOriginal: boolean
  readonly isClean: boolean
  /** Clean (or the control that `baseline` names) against this condition, within the variant; null for clean. */
  readonly drop: DropRecord | null
  /** The condition that the drop is counted from, where it is not the clean one. */
  readonly baseline: string | null
  /** Original against this variant, within the condition; null for the original. */
  readonly loss: DropRecord | null
  readonly robustness: RobustnessRecord | null
}

/** Rows by benchmark, condition, variant: what is compared stands together. */
export function tableRows(
  run: Pick<RunRecord, 'spec' | 'benchmarks' | 'cells' | 'conditions' | 'drops' | 'losses' | 'robustness'>,
  index: Pick<RunIndex, 'variantLabel' | 'cleanCondition'>,
  suite: Suite,
): TableRow[] {
  const order = (cell: CellRecord) => [
    run.benchmarks.findIndex(({ id }) => id === cell.benchmark),
    cell.condition,
    cell.variant,
  ]
  return [...run.cells]
    .sort((a, b) => compare(order(a), order(b)))
    .map((cell) => {
      const condition = run.conditions[cell.condition]
      const drop = run.drops.find((one) => one.cell === cell.key && one.suite === suite) ?? null
      const from = run.cells.find(({ key }) => key === drop?.against)?.condition
      const baseline = from === undefined || from === index.cleanCondition ? undefined : run.conditions[from]
      return {
        cell,
        variant: index.variantLabel(cell.variant),
        condition: condition === undefined ? '' : conditionLabel(condition),
        original: index.variantLabel(originalOf(run.spec.variants, cell.variant)),
        isOriginal: originalOf(run.spec.variants, cell.variant) === cell.variant,
        isClean: cell.condition === index.cleanCondition,
        drop,
        baseline: baseline === undefined ? null : conditionLabel(baseline),
        loss: run.losses.find((loss) => loss.cell === cell.key && loss.suite === suite) ?? null,
        robustness:
          run.robustness.find(
            (one) =>
              one.variant === cell.variant &&
              one.condition === cell.condition &&
              one.benchmark === cell.benchmark &&
              one.suite === suite,
          ) ?? null,
      }
    })
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [place, value] of a.entries()) {
    const difference = value - (b[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
