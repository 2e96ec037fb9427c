import { publishedRrs, type PublishedRrs } from '../metrics/published-rrs'
import type { Robustness } from '../metrics/robustness'
import { seededDropDifference, seededRobustness } from '../metrics/seeded-intervals'
import { pairedArms } from './arms'
import { detectableFrom } from './detects'
import { withFamilies, type FamilyTest } from './families'
import { netByProblem, problemSignTest } from './net'
import { placedRows, rowOptions, type RowPlace, type StudiedRun } from './rows'

/** How much more the original drops than a variant under the same condition; above 0 the variant holds up better. */
export interface DropDifference extends RowPlace, FamilyTest {
  readonly n: number
  readonly seeds: number
  readonly original_drop: number
  readonly variant_drop: number
  readonly difference: number
  /** 95 %, problems with all four outcomes drawn together; by problem and seed where there are several. */
  readonly low: number
  readonly high: number
  /** Problems on which the original lost more than the variant, and the other way: `p` is the sign test of the two. */
  readonly original_lost_more: number
  readonly variant_lost_more: number
  /** By the sign table: a score only where both drop. */
  readonly robustness: Pick<Robustness, 'outcome' | 'rrs' | 'low' | 'high'>
  /** What the paper would print. */
  readonly published: PublishedRrs
  /** Null where no problem differed. */
  readonly detectable: number | null
}

export function dropDifferences(studied: StudiedRun): DropDifference[] {
  const rows = placedRows(studied).flatMap((row) => {
    if (row.original === row.place.variant) return []
    const cells = [row.originalFrom, row.originalCells, row.from, row.cells]
    const { arms, problems } = pairedArms(studied.table, cells, studied.suite, row.keep)
    const [originalClean = [], originalPerturbed = [], variantClean = [], variantPerturbed = []] = arms
    if (problems.length === 0) return []
    const four = { originalClean, originalPerturbed, variantClean, variantPerturbed }
    const options = rowOptions(studied, row)
    const { value, low, high } = seededDropDifference(four, options)
    const { original_drop, variant_drop, ...robustness } = seededRobustness(four, options)
    const lost = netByProblem(originalClean, originalPerturbed)
    const variantLost = netByProblem(variantClean, variantPerturbed)
    const { wins, losses, p } = problemSignTest(lost.map((net, problem) => net - (variantLost[problem] ?? 0)))
    return [
      {
        ...row.place,
        n: problems.length,
        seeds: Math.max(...arms.map((arm) => arm.length)),
        ...{ original_drop, variant_drop, difference: value, low, high },
        ...{ original_lost_more: wins, variant_lost_more: losses, p },
        robustness,
        published: publishedRrs(original_drop, variant_drop),
        detectable: detectableFrom({ low, high }),
      },
    ]
  })
  return withFamilies(rows, ({ is_control, scheme }) => (is_control ? null : scheme))
}
