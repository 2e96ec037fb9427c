import { dot, rect, text } from '@observablehq/plot'
import type { Figure } from '../figure'
import { shortModel } from '../model-name'
import { points, scoreInterval } from '../numbers'
import type { ScoreRow } from '../scores'
import { cellText, publishedText } from '../table-one'
import { rowPanel, whiskers, type PanelRow } from './row-panel'
import { seriesLook } from './series'
import { sheet } from './sheet'

/** What is beyond is drawn at the border. */
const LIMITS = [1 / 16, 16] as const
const TICKS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16]

/** Figure 5 of the paper: RRS by model and scheme under one condition. */
export function scoresFigure(rows: readonly ScoreRow[], condition: string, schemes: readonly string[]): Figure {
  const title = `RRS by model and scheme, ${condition}`
  const words = rows.map(({ model, scheme, original, robustness }) => {
    const { number, interval } = cellText(robustness)
    const value =
      number === '' ? outcomeWords(robustness, scheme, original) : `${number}${interval === '' ? '' : ` (${interval})`}`
    return `${shortModel(model)} ${scheme}: ${value}`
  })
  return {
    id: 'scores',
    title,
    note: 'Above 1 the quantized model lost less, below 1 the original did. Logarithmic axis; whiskers: 95 % bootstrap, without end where the interval has none. Where not both lost there is no ratio, and words stand in its place.',
    alternative: `${words.join('; ')}.`,
    table: {
      columns: [
        'Model',
        'Scheme',
        'Drop of the original',
        'Drop of the scheme',
        'RRS',
        '95 %',
        'Held up better',
        'As published',
      ],
      rows: rows.map(({ model, scheme, original, robustness }) => {
        const cell = cellText(robustness)
        const published = publishedText(robustness)
        return [
          shortModel(model),
          scheme,
          points(robustness.original_drop),
          points(robustness.variant_drop),
          cell.number === '' ? '–' : cell.number,
          scoreInterval(robustness.low, robustness.high) || '–',
          cell.arrow === 'down' ? scheme : cell.arrow === 'up' ? original : 'equal',
          `${published.number} ${published.sign}`.trim(),
        ]
      }),
    },
    draw: (options) => {
      const { ink } = options
      const lines: PanelRow[] = []
      const placed = rows.map((row, place) => {
        const name = shortModel(row.model)
        const previous = rows[place - 1]
        if (previous === undefined || shortModel(previous.model) !== name) lines.push({ label: name, isHead: true })
        lines.push({ label: row.scheme })
        return { ...row, y: lines.length - 1, ...seriesLook(row.scheme, false, schemes, ink) }
      })
      const scored = placed.flatMap((row) => {
        const { rrs, low, high } = row.robustness
        if (rrs === null) return []
        const opensLow = low === null || low < LIMITS[0]
        const opensHigh = high === null || high > LIMITS[1]
        return [
          {
            y: row.y,
            y1: row.y - 0.32,
            y2: row.y + 0.32,
            x: within(rrs),
            low: opensLow ? LIMITS[0] : within(low),
            high: opensHigh ? LIMITS[1] : within(high),
            opensLow,
            opensHigh,
            colour: row.colour,
            symbol: row.symbol,
            label: rrs.toFixed(2),
          },
        ]
      })
      const unscored = placed.flatMap(({ y, robustness, scheme, original }) =>
        robustness.rrs === null ? [{ y, label: outcomeWords(robustness, scheme, original) }] : [],
      )
      const panel = rowPanel(
        {
          title: '',
          rows: lines,
          x: { type: 'log', domain: [LIMITS[0], LIMITS[1]] },
          label: 'RRS (logarithmic)',
          ticks: TICKS,
          tickFormat: (value) => (value < 1 ? `1/${Math.round(1 / value)}` : String(value)),
          zero: 1,
          right: 52,
          marks: [
            rect(scored, { x1: 1, x2: 'x', y1: 'y1', y2: 'y2', fill: 'colour', fillOpacity: 0.2, stroke: 'colour' }),
            ...whiskers(scored),
            ...scored.map(({ x, y, symbol, colour }) =>
              dot([{ x, y }], { x: 'x', y: 'y', symbol, fill: colour, r: 4.5 }),
            ),
            text(scored, { y: 'y', text: 'label', frameAnchor: 'right', textAnchor: 'end', dx: 44, fontWeight: 600 }),
            text(unscored, {
              y: 'y',
              text: 'label',
              frameAnchor: 'left',
              textAnchor: 'start',
              dx: 6,
              fill: ink.muted,
              fontStyle: 'italic',
            }),
          ],
        },
        ink,
      )
      return sheet([panel], `${title}. ${words.join('; ')}.`, options)
    },
  }
}

function within(score: number): number {
  return Math.min(LIMITS[1], Math.max(LIMITS[0], score))
}

function outcomeWords(robustness: ScoreRow['robustness'], scheme: string, original: string): string {
  const { arrow } = cellText(robustness)
  return arrow === 'equal' ? 'equal, no ratio' : `${arrow === 'down' ? scheme : original} held up better, no ratio`
}
