import {
  axisX,
  axisY,
  dot,
  gridX,
  gridY,
  line,
  link,
  ruleX,
  text,
  type Markish,
  type PlotOptions,
} from '@observablehq/plot'
import type { Ink } from '../figure'
import type { Panel } from './sheet'
import { spread, type SeriesLook } from './series'

/** A point with its name beside it. */
export interface ScatterPoint {
  readonly label: string
  readonly x: number
  readonly y: number
  readonly look: SeriesLook
  readonly isHollow?: boolean
  /** Intervals, where there are any. */
  readonly xLow?: number
  readonly xHigh?: number
  readonly yLow?: number
  readonly yHigh?: number
}

export interface ScatterPanel {
  readonly title: string
  readonly points: readonly ScatterPoint[]
  readonly x: NonNullable<PlotOptions['x']> & { readonly domain: readonly [number, number] }
  readonly xLabel: string
  readonly xFormat: (value: number) => string
  readonly xTicks?: number | readonly number[]
  readonly zero?: number
  /** Joined by a dotted line, in this order. */
  readonly frontier?: readonly ScatterPoint[]
}

const HEIGHT = 300
const MARGIN = { top: 24, bottom: 44, left: 42, right: 96 } as const
const GAP = 13

/** Shares of 0 to 1 upwards, whatever is measured across. */
export function scatterPanel(panel: ScatterPanel, ink: Ink): Panel {
  const { points, title, x, xLabel, xFormat, xTicks = 5, zero, frontier = [] } = panel
  const top = Math.min(1, Math.ceil(10 * Math.max(0.1, ...points.map(({ y, yHigh = y }) => yHigh))) / 10)
  const inside = HEIGHT - MARGIN.top - MARGIN.bottom
  const moved = spread(
    points.map(({ y }) => (1 - y / top) * inside),
    GAP,
    0,
    inside,
  )
  const labels = points.map((point, place) => ({ ...point, labelY: (1 - (moved[place] ?? 0) / inside) * top }))
  const ticks = typeof xTicks === 'number' ? xTicks : [...xTicks]
  const whisker = { stroke: (point: ScatterPoint) => point.look.colour, strokeWidth: 1, strokeOpacity: 0.55 }
  return {
    title,
    height: HEIGHT,
    options: () => ({
      marginTop: MARGIN.top,
      marginBottom: MARGIN.bottom,
      marginLeft: MARGIN.left,
      marginRight: MARGIN.right,
      x,
      y: { domain: [0, top] },
      marks: [
        gridY({ stroke: ink.line, strokeOpacity: 1 }),
        gridX({ stroke: ink.line, strokeOpacity: 1, ticks }),
        axisY({
          tickFormat: (share: number) => String(Math.round(100 * share)),
          label: '% pass@1',
          ticks: 5,
          labelOffset: 40,
        }),
        axisX({ text: xFormat, label: xLabel, labelAnchor: 'left', labelArrow: false, ticks }),
        ...(zero === undefined ? [] : [ruleX([zero], { stroke: ink.muted })]),
        line(frontier, { x: 'x', y: 'y', stroke: ink.muted, strokeDasharray: '2 4' }),
        link(points, {
          x1: (one: ScatterPoint) => one.xLow ?? one.x,
          x2: (one: ScatterPoint) => one.xHigh ?? one.x,
          y1: 'y',
          y2: 'y',
          ...whisker,
        }),
        link(points, {
          x1: 'x',
          x2: 'x',
          y1: (one: ScatterPoint) => one.yLow ?? one.y,
          y2: (one: ScatterPoint) => one.yHigh ?? one.y,
          ...whisker,
        }),
        ...points.map((point): Markish =>
          dot([point], {
            x: 'x',
            y: 'y',
            symbol: point.look.symbol,
            r: 5,
            stroke: point.look.colour,
            strokeWidth: 1.75,
            fill: point.isHollow === true ? ink.surface : point.look.colour,
          }),
        ),
        link(labels, {
          x1: 'x',
          y1: 'y',
          x2: () => rightOf(x.domain),
          y2: 'labelY',
          stroke: ink.muted,
          strokeWidth: 0.5,
          strokeOpacity: 0.7,
        }),
        text(labels, {
          y: 'labelY',
          text: 'label',
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 4,
          fill: (one: ScatterPoint) => one.look.colour,
        }),
      ],
    }),
  }
}

function rightOf([, high]: readonly [number, number]): number {
  return high
}
