import type { DrawOptions, Figure } from '../figure'
import { shortModel } from '../model-name'
import { bytesText, percent, percentInterval } from '../numbers'
import type { ParetoRow } from '../pareto'
import { scatterPanel, type ScatterPoint } from './scatter'
import { clipped, seriesLook } from './series'
import { sheet, type Panel } from './sheet'

/** What a variant costs, against what it is worth. */
export function paretoFigure(rows: readonly ParetoRow[], schemes: readonly string[]): Figure {
  const title = 'Cost against pass@1'
  const models = new Set(rows.map(({ model }) => model.id)).size
  const nameOf = ({ model, scheme }: ParetoRow): string =>
    models > 1 ? `${model.size === '' ? model.family : model.size} ${scheme}` : scheme
  const words = rows.map(
    (row) =>
      `${shortModel(row.model)} ${row.scheme}: ${percent(row.pass.value)}, ${bytesText(row.bytes)}${row.tokensPerSecond === null ? '' : `, ${Math.round(row.tokensPerSecond)} tokens/s`}${row.dominatedBySize ? ', dominated in size' : ''}`,
  )
  return {
    id: 'pareto',
    title,
    note: 'Clean pass@1 against bytes of the weights (what they take on disk, and in memory while the model is loaded) and tokens/s of this device. Hollow: another variant is no worse in both and better in one. Dotted: those that no other beats. Whiskers: 95 %, Wilson.',
    alternative: `${words.join('; ')}.`,
    table: {
      columns: ['Model', 'Weights', 'Parameters', 'Bytes of weights', 'tokens/s', 'pass@1', '95 %', 'n', 'Dominated'],
      rows: rows.map(
        ({ model, scheme, parameters, bytes, tokensPerSecond, pass, dominatedBySize, dominatedBySpeed }) => [
          shortModel(model),
          scheme,
          parameters === 0 ? '–' : parameters.toLocaleString('en'),
          bytes === 0 ? '–' : bytesText(bytes),
          tokensPerSecond === null ? '–' : tokensPerSecond.toFixed(0),
          percent(pass.value),
          percentInterval(pass),
          String(pass.n),
          [...(dominatedBySize ? ['in size'] : []), ...(dominatedBySpeed ? ['in speed'] : [])].join(', ') || 'no',
        ],
      ),
    },
    draw: (options: DrawOptions) => {
      const point = (row: ParetoRow, x: number, isHollow: boolean): ScatterPoint => ({
        label: clipped(nameOf(row), 13),
        x,
        y: row.pass.value,
        yLow: row.pass.low,
        yHigh: row.pass.high,
        look: seriesLook(row.scheme, row.isOriginal, schemes, options.ink),
        isHollow,
      })
      const sizes = rows.flatMap((row) => (row.bytes > 0 ? [point(row, row.bytes, row.dominatedBySize)] : []))
      const speeds = rows.flatMap((row) =>
        row.tokensPerSecond === null ? [] : [point(row, row.tokensPerSecond, row.dominatedBySpeed)],
      )
      const panels: Panel[] = []
      const add = (
        points: readonly ScatterPoint[],
        panelTitle: string,
        xLabel: string,
        xFormat: (value: number) => string,
      ): void => {
        if (points.length === 0) return
        const values = points.map(({ x }) => x)
        const domain = [Math.min(...values) / 1.3, Math.max(...values) * 1.3] as const
        const frontier = points.filter(({ isHollow }) => isHollow !== true).sort((one, other) => one.x - other.x)
        panels.push(
          scatterPanel(
            {
              title: panelTitle,
              points,
              x: { type: 'log', domain },
              xLabel,
              xFormat,
              xTicks: niceTicks(domain),
              frontier,
            },
            options.ink,
          ),
        )
      }
      add(sizes, 'Bytes of weights', 'bytes of weights (logarithmic); left is better', (bytes) =>
        bytesText(bytes).replace('.0 ', ' '),
      )
      add(speeds, 'Speed', 'tokens/s (logarithmic); right is better', (value) => String(value))
      return sheet(panels, `${title}. ${words.join('; ')}.`, options)
    },
  }
}

/** 1, 2 and 5 times powers of ten within; at least two where the range is narrow. */
function niceTicks([low, high]: readonly [number, number]): number[] {
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += 1) {
    for (const digit of [1, 2, 5]) {
      const tick = digit * 10 ** power
      if (tick >= low && tick <= high) ticks.push(tick)
    }
  }
  return ticks.length > 0 ? ticks : [Number(((low + high) / 2).toPrecision(2))]
}
