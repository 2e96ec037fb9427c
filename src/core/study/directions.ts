import { signTestOf, type SignTest } from '../metrics/sign-test'
import type { DropDifference } from './differences'

/** How many cells favour which side, as the paper counts them. */
export interface Directions extends SignTest {
  /** "all", a scheme, or a benchmark. */
  readonly of: string
  /** The same cells by the arrows that the paper would print: quantized, original, none. */
  readonly published: { readonly down: number; readonly up: number; readonly equal: number }
}

/**
 * Sign tests over cells: wins are cells in which the variant dropped less, controls left out. Cells of one run share
 * problems and models, so their p is too small: it is the paper's way of counting with the test it leaves out.
 */
export function directions(differences: readonly DropDifference[]): Directions[] {
  const cells = differences.filter(({ is_control }) => !is_control)
  if (cells.length === 0) return []
  const named = (of: string, keep: (cell: DropDifference) => boolean) => directionsOf(of, cells.filter(keep))
  const distinct = (values: readonly string[]) => [...new Set(values)]
  return [
    named('all', () => true),
    ...distinct(cells.map(({ scheme }) => scheme)).map((one) => named(one, ({ scheme }) => scheme === one)),
    ...distinct(cells.map(({ benchmark }) => benchmark)).map((one) => named(one, ({ benchmark }) => benchmark === one)),
  ]
}

function directionsOf(of: string, cells: readonly DropDifference[]): Directions {
  const arrows = (wanted: DropDifference['published']['arrow']) =>
    cells.filter(({ published }) => published.arrow === wanted).length
  return {
    of,
    ...signTestOf(cells.map(({ difference }) => difference)),
    published: { down: arrows('down'), up: arrows('up'), equal: arrows('equal') },
  }
}
