import { axisX, gridX, link, ruleX, text, type Markish, type PlotOptions } from '@observablehq/plot'
import type { Ink } from '../figure'
import type { Panel } from './sheet'
import { clipped } from './series'

/** A line of a panel whose labels stand left of the plot; heads have no data. */
export interface PanelRow {
  readonly label: string
  readonly isHead?: boolean
}

export interface RowPanel {
  readonly title: string
  readonly rows: readonly PanelRow[]
  readonly x: NonNullable<PlotOptions['x']> & { readonly domain: readonly [number, number] }
  readonly label: string
  readonly ticks?: readonly number[] | number
  readonly tickFormat: (value: number) => string
  /** A line of no difference. */
  readonly zero?: number
  /** Marks by row: their y is the place of the row. */
  readonly marks: readonly Markish[]
  /** Room for what stands right of the plot. */
  readonly right?: number
}

const ROW = 24
const LETTER = 6.8

export function rowPanel(
  { rows, x, label, ticks, tickFormat, zero, marks, right = 16, title }: RowPanel,
  ink: Ink,
): Panel {
  const longest = Math.max(...rows.map((row) => row.label.length))
  return {
    title,
    height: rows.length * ROW + 48,
    options: (width) => {
      const left = Math.min(12 + longest * LETTER, width * (width < 480 ? 0.36 : 0.32))
      const letters = Math.floor((left - 8) / LETTER)
      const labelMark = (isHead: boolean): Markish =>
        text(
          rows.flatMap((row, y) =>
            (row.isHead ?? false) === isHead ? [{ y, label: clipped(row.label, letters + (isHead ? 40 : 0)) }] : [],
          ),
          {
            y: 'y',
            text: 'label',
            frameAnchor: 'left',
            textAnchor: 'start',
            dx: -left,
            ...(isHead && { fontWeight: 650 }),
          },
        )
      return {
        marginTop: 4,
        marginBottom: 42,
        marginLeft: left,
        marginRight: right,
        x,
        y: { domain: [rows.length - 0.5, -0.5], axis: null },
        marks: [
          gridX({ stroke: ink.line, strokeOpacity: 1, ...(ticks !== undefined && { ticks: tickList(ticks) }) }),
          axisX({
            // As a channel: on a logarithmic axis a format would lose some of the labels.
            text: tickFormat,
            label,
            labelAnchor: 'left',
            labelArrow: false,
            ...(ticks !== undefined && { ticks: tickList(ticks) }),
          }),
          ...(zero === undefined ? [] : [ruleX([zero], { stroke: ink.muted })]),
          labelMark(true),
          labelMark(false),
          ...marks,
        ],
      }
    },
  }
}

function tickList(ticks: readonly number[] | number): number[] | number {
  return typeof ticks === 'number' ? ticks : [...ticks]
}

export interface Whisker {
  readonly y: number
  readonly low: number
  readonly high: number
  readonly colour: string
  /** The interval goes on beyond the plot. */
  readonly opensLow?: boolean
  readonly opensHigh?: boolean
}

/** Intervals with their ends; an end that lies beyond the plot has none. */
export function whiskers(data: readonly Whisker[]): Markish[] {
  const ends = data.flatMap(({ y, low, high, colour, opensLow, opensHigh }) => [
    ...(opensLow === true ? [] : [{ x: low, y1: y - 0.16, y2: y + 0.16, colour }]),
    ...(opensHigh === true ? [] : [{ x: high, y1: y - 0.16, y2: y + 0.16, colour }]),
  ])
  return [
    link(data, { x1: 'low', x2: 'high', y1: 'y', y2: 'y', stroke: 'colour', strokeWidth: 1.75 }),
    link(ends, { x1: 'x', x2: 'x', y1: 'y1', y2: 'y2', stroke: 'colour', strokeWidth: 1.75 }),
  ]
}
