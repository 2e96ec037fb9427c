import { areaY, axisX, axisY, dot, gridY, line, link, ruleX, text, type Markish } from '@observablehq/plot'
import type { DrawOptions, Figure, Ink } from '../figure'
import { shortModel } from '../model-name'
import type { NoisePanel } from '../noise-curves'
import { levelText, percent, percentInterval } from '../numbers'
import { labelRoom } from './label-room'
import { sheet, type Panel } from './sheet'
import { clipped, seriesLook, spread } from './series'

const HEIGHT = 250
const MARGIN = { top: 24, right: 84, bottom: 34, left: 42 } as const
const LABEL_GAP = 13
/** Room of a level's label along the axis, upright and slanted, in pixels. */
const [LEVEL_LABEL, SLANTED_LABEL] = [32, 13] as const
/** How far clean stands left of the least level, in powers of ten. */
const CLEAN_GAP = 0.55

/** Figure 3 of the paper. */
export function noiseFigure(panels: readonly NoisePanel[], schemes: readonly string[]): Figure {
  const title = 'pass@1 by level of noise'
  const rows = panels.flatMap((panel) =>
    panel.lines.flatMap(({ scheme, points }) =>
      points.map(({ level, value, low, high, n, seeds }) => [
        shortModel(panel.model),
        noiseTitle(panel),
        scheme,
        levelText(level),
        percent(value),
        percentInterval({ low, high }),
        String(n),
        String(seeds),
      ]),
    ),
  )
  return {
    id: 'noise',
    title,
    note: 'Clean on the left, levels on a logarithmic axis. Bands: 95 % intervals, over problems for one seed (Wilson), over problems and seeds for several. The original is the solid line with round markers.',
    alternative: alternativeOf(panels),
    table: { columns: ['Model', 'Noise', 'Weights', 'Level', 'pass@1', '95 %', 'n', 'Seeds'], rows },
    draw: (options) =>
      sheet(
        panels.map((panel) => panelOf(panel, panels.length > 1 || panel.model.family !== '', schemes, options)),
        `${title}. ${alternativeOf(panels)}`,
        options,
      ),
  }
}

/** "gaussian noise", with what it acts on where that is not every weight. */
export function noiseTitle({ noise, target, relative }: Pick<NoisePanel, 'noise' | 'target' | 'relative'>): string {
  const on = target === 'every-weight' ? '' : `, ${target}`
  return `${noise} noise${relative ? ' of the deviation' : ''}${on}`
}

function alternativeOf(panels: readonly NoisePanel[]): string {
  return panels
    .map((panel) => {
      const lines = panel.lines.map(({ scheme, points }) => {
        const [first, last] = [points[0], points.at(-1)]
        if (first === undefined || last === undefined) return scheme
        return `${scheme} ${percent(first.value)} at ${levelText(first.level)}, ${percent(last.value)} at ${levelText(last.level)}`
      })
      return `${shortModel(panel.model)}, ${noiseTitle(panel)}: ${lines.join('; ')}.`
    })
    .join(' ')
}

function panelOf(panel: NoisePanel, isNamed: boolean, schemes: readonly string[], { ink }: DrawOptions): Panel {
  const levels = [...new Set(panel.lines.flatMap(({ points }) => points.map(({ level }) => level)))].sort(
    (a, b) => a - b,
  )
  const least = Math.log10(levels.find((level) => level > 0) ?? 1)
  const place = (level: number): number => (level === 0 ? least - CLEAN_GAP : Math.log10(level))
  const top = Math.min(
    1,
    Math.ceil(10 * Math.max(0.1, ...panel.lines.flatMap(({ points }) => points.map(({ high }) => high)))) / 10,
  )
  const from = place(levels[0] ?? 1)
  const to = Math.max(place(levels.at(-1) ?? 1), from + 0.1)
  const labelled = (width: number): ReadonlySet<number> => {
    const scale = (width - MARGIN.left - MARGIN.right) / (to - from)
    const places = levels.map((level) => scale * (place(level) - from))
    return labelRoom(places, levels.map(isPowerOfTen), width < 400 ? SLANTED_LABEL : LEVEL_LABEL)
  }
  return {
    title: isNamed ? `${shortModel(panel.model)}, ${noiseTitle(panel)}` : noiseTitle(panel),
    height: HEIGHT,
    options: (width) => ({
      marginTop: MARGIN.top,
      marginRight: MARGIN.right,
      marginBottom: MARGIN.bottom + (width < 400 ? 12 : 0),
      marginLeft: MARGIN.left,
      x: { domain: [from, to] },
      y: { domain: [0, top] },
      marks: [
        gridY({ stroke: ink.line, strokeOpacity: 1 }),
        axisY({
          tickFormat: (share: number) => String(Math.round(100 * share)),
          label: '% pass@1',
          ticks: 5,
          labelOffset: 40,
        }),
        axisX(levels.map(place), {
          tickFormat: (_: number, at: number) => (labelled(width).has(at) ? levelText(levels[at] ?? 0) : ''),
          tickRotate: width < 400 ? -45 : 0,
          label: null,
        }),
        ...(levels[0] === 0 ? [ruleX([least - CLEAN_GAP / 2], { stroke: ink.line, strokeDasharray: '2 3' })] : []),
        ...panel.lines.flatMap((one) => lineMarks(one, { place, top, to, schemes, ink, lines: panel.lines })),
      ],
    }),
  }
}

function isPowerOfTen(level: number): boolean {
  return level > 0 && Number.isInteger(Math.round(1e9 * Math.log10(level)) / 1e9)
}

interface Frame {
  readonly place: (level: number) => number
  readonly top: number
  readonly to: number
  readonly schemes: readonly string[]
  readonly ink: Ink
  readonly lines: NoisePanel['lines']
}

function lineMarks(one: NoisePanel['lines'][number], { place, top, to, schemes, ink, lines }: Frame): Markish[] {
  const { dash, symbol, colour } = seriesLook(one.scheme, one.isOriginal, schemes, ink)
  const data = one.points.map(({ level, value, low, high }) => ({ x: place(level), value, low, high }))
  const inside = HEIGHT - MARGIN.top - MARGIN.bottom
  const pixels = lines.map(({ points }) => (1 - (points.at(-1)?.value ?? 0) / top) * inside)
  const moved = spread(pixels, LABEL_GAP, 0, inside)[lines.indexOf(one)] ?? 0
  const y = (1 - moved / inside) * top
  const end = data.at(-1)
  return [
    areaY(data, { x: 'x', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.12 }),
    line(data, {
      x: 'x',
      y: 'value',
      stroke: colour,
      strokeWidth: 1.75,
      ...(dash !== null && { strokeDasharray: dash }),
    }),
    dot(data, { x: 'x', y: 'value', symbol, fill: colour, r: 3.5 }),
    ...(end === undefined
      ? []
      : [
          link([{ x1: end.x, y1: end.value }], {
            x1: 'x1',
            y1: 'y1',
            x2: to,
            y2: y,
            stroke: ink.muted,
            strokeWidth: 0.75,
          }),
          text([clipped(one.scheme, 12)], {
            x: to,
            y,
            dx: 9,
            text: (name: string) => name,
            textAnchor: 'start',
            fill: colour,
            fontWeight: 600,
          }),
        ]),
  ]
}
