import { dot, text } from '@observablehq/plot'
import type { Figure } from '../figure'
import { PAPER_LOSS, type MeanLossRow } from '../mean-loss'
import { percent, points, pointsInterval } from '../numbers'
import { rowPanel, whiskers } from './row-panel'
import { seriesLook } from './series'
import { sheet } from './sheet'

/** Mean clean loss by scheme, beside the paper's two numbers. */
export function meanLossFigure(rows: readonly MeanLossRow[], schemes: readonly string[]): Figure {
  const title = 'Mean clean loss by scheme'
  const words = rows.map(
    ({ scheme, loss, models, n }) =>
      `${scheme}: ${points(loss.value)} points (${pointsInterval(loss)}; ${models} ${models === 1 ? 'model' : 'models'}, ${n} problems)`,
  )
  const paper = `The paper: ${(100 * PAPER_LOSS[8]).toFixed(2)} % for 8 bits, ${(100 * PAPER_LOSS[4]).toFixed(2)} % for 4 bits.`
  return {
    id: 'mean-loss',
    title,
    note: `Clean pass@1 of the original minus that of the scheme, mean over models; right of 0 the scheme is worse. Whiskers: 95 % bootstrap by problem. ◇: the paper's mean over its twelve models (0.36 % for 8 bits, 1.19 % for 4; it does not say whether points or parts, and gives no interval).`,
    alternative: `${words.join('; ')}. ${paper}`,
    table: {
      columns: ['Scheme', 'Models', 'n', 'Loss, points', '95 %', 'Loss, part of clean', "The paper's mean loss"],
      rows: rows.map(({ scheme, models, n, loss, relative, paper }) => [
        scheme,
        String(models),
        String(n),
        points(loss.value),
        pointsInterval(loss),
        relative === null ? '–' : percent(relative),
        paper === null ? '–' : `${(100 * paper).toFixed(2)} %`,
      ]),
    },
    draw: (options) => {
      const { ink } = options
      const marked = rows.map((row, y) => ({ ...row, y, ...seriesLook(row.scheme, false, schemes, ink) }))
      const reach = [...rows.flatMap(({ loss }) => [loss.low, loss.high]), 0, 0.02]
      const published = marked.flatMap(({ y, paper }) =>
        paper === null ? [] : [{ x: paper, y, label: `paper ${(100 * paper).toFixed(2)}` }],
      )
      const panel = rowPanel(
        {
          title: '',
          rows: rows.map(({ scheme }) => ({ label: scheme })),
          x: { domain: [Math.min(...reach), Math.max(...reach)], nice: true },
          label: 'points of clean pass@1 lost against the original',
          tickFormat: (share) => points(share).replace('.0', ''),
          ticks: 6,
          zero: 0,
          marks: [
            ...whiskers(marked.map(({ y, loss, colour }) => ({ y, low: loss.low, high: loss.high, colour }))),
            ...marked.map(({ y, loss, symbol, colour }) =>
              dot([{ x: loss.value, y }], { x: 'x', y: 'y', symbol, fill: colour, r: 5 }),
            ),
            dot(published, {
              x: 'x',
              y: 'y',
              symbol: 'diamond',
              r: 5,
              stroke: 'currentColor',
              fill: ink.surface,
              strokeWidth: 1.5,
            }),
            text(published, { x: 'x', y: 'y', text: 'label', dy: -11, fontSize: 10, fill: ink.muted }),
          ],
        },
        ink,
      )
      return sheet([panel], `${title}. ${words.join('; ')}. ${paper}`, options)
    },
  }
}
