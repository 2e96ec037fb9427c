import { dot } from '@observablehq/plot'
import type { DrawOptions, Figure } from '../figure'
import { shortModel } from '../model-name'
import { levelText, points, pointsInterval } from '../numbers'
import type { SensitivityRow } from '../sensitivity'
import { noiseTitle } from './noise-curves'
import { rowPanel, whiskers, type PanelRow } from './row-panel'
import { seriesLook } from './series'
import { sheet, type Panel } from './sheet'

/** Where noise hurts: by role, and by layer. */
export function sensitivityFigure(rows: readonly SensitivityRow[], schemes: readonly string[]): Figure {
  const title = 'Sensitivity of roles and layers to noise'
  const words = rows.map(
    (row) =>
      `${headOf(row)}, ${row.by} ${row.part}, ${row.scheme}: drop ${points(row.drop)} points (${pointsInterval(row)})`,
  )
  return {
    id: 'sensitivity',
    title,
    note: 'Points of clean pass@1 that noise on one part of the weights costs, mean over seeds; the line goes from the least to the largest seed. It is a range of draws, not an interval of the drop.',
    alternative: `${words.join('; ')}.`,
    table: {
      columns: ['Model', 'Noise', 'Level', 'Part', 'Weights', 'Drop, points', 'Range of seeds', 'Seeds', 'n'],
      rows: rows.map((row) => [
        shortModel(row.model),
        noiseTitle(row),
        levelText(row.level),
        `${row.by} ${row.part}`,
        row.scheme,
        points(row.drop),
        pointsInterval(row),
        String(row.seeds),
        String(row.n),
      ]),
    },
    draw: (options: DrawOptions) => {
      const reach = [...rows.flatMap(({ low, high }) => [low, high]), 0, 0.05]
      const domain = [Math.min(...reach) - 0.01, Math.max(...reach) + 0.01] as const
      const panels = new Map<string, SensitivityRow[]>()
      for (const row of rows) panels.set(panelKey(row), [...(panels.get(panelKey(row)) ?? []), row])
      const drawn = [...panels].map(([name, members]) => panelOf(name, members, domain, schemes, options))
      return sheet(drawn, `${title}. ${words.join('; ')}.`, options)
    },
  }
}

function headOf(row: SensitivityRow): string {
  return `${shortModel(row.model)}, ${noiseTitle(row)} ${levelText(row.level)}`
}

function panelKey(row: SensitivityRow): string {
  return `${row.by === 'role' ? 'Roles' : 'Layers'}: ${headOf(row)}`
}

function panelOf(
  title: string,
  rows: readonly SensitivityRow[],
  domain: readonly [number, number],
  schemes: readonly string[],
  { ink }: DrawOptions,
): Panel {
  const lines: PanelRow[] = []
  const parts = [...new Set(rows.map(({ part }) => part))]
  const placed = parts.flatMap((part) =>
    rows
      .filter((row) => row.part === part)
      .map((row, place) => {
        // Under the first scheme of a part the others stand in.
        lines.push({ label: place === 0 ? `${part}, ${row.scheme}` : `\u2003${row.scheme}` })
        return { ...row, y: lines.length - 1, ...seriesLook(row.scheme, row.isOriginal, schemes, ink) }
      }),
  )
  return rowPanel(
    {
      title,
      rows: lines,
      x: { domain },
      label: 'points of pass@1 lost',
      tickFormat: (share) => points(share).replace('.0', ''),
      ticks: 5,
      zero: 0,
      marks: [
        ...whiskers(placed),
        ...placed.map(({ drop, y, symbol, colour }) =>
          dot([{ x: drop, y }], { x: 'x', y: 'y', symbol, fill: colour, r: 4.5 }),
        ),
      ],
    },
    ink,
  )
}
