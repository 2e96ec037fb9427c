import type { RunRecord } from '../../experiment/record'
import type { RunTable } from '../../experiment/run-table'
import type { Suite } from '../../metrics/summary'
import type { Figure } from '../figure'
import { attackGroups, conditionGroups, quantizedSchemes, type ConditionGroup } from '../groups'
import { meanLosses } from '../mean-loss'
import { noiseCurves } from '../noise-curves'
import { paretoRows } from '../pareto'
import { regionRows } from '../regions'
import { scoreRows } from '../scores'
import { sensitivity } from '../sensitivity'
import { tradeOff } from '../trade-off'
import { meanLossFigure } from './mean-loss'
import { noiseFigure } from './noise-curves'
import { paretoFigure } from './pareto'
import { regionsFigure } from './regions'
import { scoresFigure } from './scores'
import { sensitivityFigure } from './sensitivity'
import { tradeOffFigure } from './trade-off'

export { PAGE_INK, PRINT_INK, SERIES_COLOURS } from './ink'

/** What a figure is made of. */
export interface FigureSource {
  readonly run: RunRecord
  readonly table: RunTable
  readonly suite: Suite
  readonly benchmark: string
}

type Maker = (source: FigureSource) => Figure | null

/** Null where a run has nothing for a figure. */
const made = <Row>(rows: readonly Row[], figure: (rows: readonly Row[]) => Figure): Figure | null =>
  rows.length === 0 ? null : figure(rows)

const of =
  <Row>(
    rows: (run: RunRecord, table: RunTable, suite: Suite, benchmark: string) => Row[],
    figure: (rows: readonly Row[], schemes: readonly string[]) => Figure,
  ): Maker =>
  ({ run, table, suite, benchmark }) =>
    made(rows(run, table, suite, benchmark), (found) => figure(found, quantizedSchemes(run)))

export const noiseFigureOf: Maker = of(noiseCurves, noiseFigure)
export const regionsFigureOf: Maker = of(regionRows, regionsFigure)
export const tradeOffFigureOf: Maker = (source) => {
  const figure = of(
    (...parts) => tradeOff(...parts).filter(({ noise, attack }) => noise !== null || attack !== null),
    tradeOffFigure,
  )
  return figure(source)
}
export const meanLossFigureOf: Maker = of(meanLosses, meanLossFigure)
export const paretoFigureOf: Maker = of(paretoRows, paretoFigure)
export const sensitivityFigureOf: Maker = of(sensitivity, sensitivityFigure)

/** Figure 5 under a condition; without one under the last attack, which is the sentence attack where specs go the paper's way. */
export function scoresFigureOf(
  source: FigureSource,
  group: ConditionGroup | null = usualGroup(source.run),
): Figure | null {
  const { run, table, suite, benchmark } = source
  if (group === null) return null
  return made(scoreRows(run, table, group, suite, benchmark), (rows) =>
    scoresFigure(rows, group.label, quantizedSchemes(run)),
  )
}

/** The back-translation attack where there is one, else the last attack, else the last condition. */
export function usualGroup({ conditions }: Pick<RunRecord, 'conditions'>): ConditionGroup | null {
  const attacks = attackGroups(conditions)
  const sentence = attacks.find(({ condition }) => condition.prompt?.attack === 'translate')
  return sentence ?? attacks.at(-1) ?? conditionGroups(conditions).at(-1) ?? null
}

/** All figures that a run has something for. */
export function allFigures(source: FigureSource): Figure[] {
  const makers: readonly Maker[] = [
    noiseFigureOf,
    regionsFigureOf,
    tradeOffFigureOf,
    meanLossFigureOf,
    (one) => scoresFigureOf(one),
    paretoFigureOf,
    sensitivityFigureOf,
  ]
  return makers.flatMap((make) => make(source) ?? [])
}
