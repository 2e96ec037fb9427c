import type { DrawOptions, Figure } from '../figure'
import { shortModel } from '../model-name'
import { percent, percentInterval, points, pointsInterval } from '../numbers'
import type { TradeOffRow } from '../trade-off'
import { scatterPanel } from './scatter'
import { clipped, seriesLook } from './series'
import { sheet, type Panel } from './sheet'

/** Figure 4 of the paper: clean loss against what is left under noise and under attack. */
export function tradeOffFigure(rows: readonly TradeOffRow[], schemes: readonly string[]): Figure {
  const title = 'Quantization against robustness'
  const models = new Set(rows.map(({ model }) => model.id)).size
  const nameOf = ({ model, scheme }: TradeOffRow): string =>
    models > 1 ? `${model.size === '' ? model.family : model.size} ${scheme}` : scheme
  const words = rows.map((row) => {
    const parts = [
      row.loss === null ? `clean ${percent(row.clean)}` : `clean loss ${points(row.loss.value)} points`,
      ...(row.noise === null ? [] : [`under noise ${percent(row.noise.value)}`]),
      ...(row.attack === null ? [] : [`under attack ${percent(row.attack.value)}`]),
    ]
    return `${shortModel(row.model)} ${row.scheme}: ${parts.join(', ')}`
  })
  return {
    id: 'trade-off',
    title,
    note: 'Across: points of clean pass@1 lost against the original (the original itself at 0). Up: mean pass@1 over all levels of noise on all weights, or over all attacks. Further left and up is better. Whiskers: 95 % bootstrap by problem.',
    alternative: `${words.join('; ')}.`,
    table: {
      columns: [
        'Model',
        'Weights',
        'n',
        'Clean pass@1',
        'Clean loss, points',
        '95 %',
        'Mean under noise',
        '95 %',
        'Mean under attack',
        '95 %',
      ],
      rows: rows.map(({ model, scheme, n, clean, loss, noise, attack }) => [
        shortModel(model),
        scheme,
        String(n),
        percent(clean),
        loss === null ? '–' : points(loss.value),
        loss === null ? '–' : pointsInterval(loss),
        noise === null ? '–' : percent(noise.value),
        noise === null ? '–' : percentInterval(noise),
        attack === null ? '–' : percent(attack.value),
        attack === null ? '–' : percentInterval(attack),
      ]),
    },
    draw: (options: DrawOptions) => {
      const panels = (['noise', 'attack'] as const).flatMap((key): Panel[] => {
        const placed = rows.flatMap((row) => {
          const left = row[key]
          if (left === null) return []
          const look = seriesLook(row.scheme, row.isOriginal, schemes, options.ink)
          const loss = row.loss ?? { value: 0, low: 0, high: 0 }
          const across = { x: loss.value, xLow: loss.low, xHigh: loss.high }
          return [{ label: clipped(nameOf(row), 13), look, ...across, y: left.value, yLow: left.low, yHigh: left.high }]
        })
        if (placed.length === 0) return []
        const low = Math.min(-0.02, ...placed.map(({ xLow }) => xLow))
        const high = Math.max(0.02, ...placed.map(({ xHigh }) => xHigh))
        return [
          scatterPanel(
            {
              title: key === 'noise' ? 'Mean pass@1 under noise' : 'Mean pass@1 under attack',
              points: placed,
              x: { domain: [low - 0.01, high + 0.01] },
              xLabel: 'points of clean pass@1 lost',
              xFormat: (share) => points(share).replace('.0', ''),
              zero: 0,
            },
            options.ink,
          ),
        ]
      })
      return sheet(panels, `${title}. ${words.join('; ')}.`, options)
    },
  }
}
