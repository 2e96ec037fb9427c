import { rect, text } from '@observablehq/plot'
import type { Figure } from '../figure'
import { shortModel } from '../model-name'
import { levelText, points, pointsInterval } from '../numbers'
import { PAPER_REGIONS, type RegionRow } from '../regions'
import { noiseTitle } from './noise-curves'
import { rowPanel, type PanelRow } from './row-panel'
import { sheet } from './sheet'

interface Stretch {
  readonly from: number
  readonly to: number
  readonly name: 'alike' | 'apart' | 'collapsed'
}

const SHADE = { alike: 0.05, apart: 0.3, collapsed: 0.75 } as const

/** The paper's three regions of noise, beside what this run shows. */
export function regionsFigure(rows: readonly RegionRow[]): Figure {
  const title = 'Three regions of noise'
  const words = rows.map((row) => `${nameOf(row)}: ${wordsOf(row)}`)
  return {
    id: 'regions',
    title,
    note: 'Alike: no level so far where the 95 % interval of the difference leaves out 0 (each level is a look of its own, so one in a few sweeps shows a difference by chance). Apart: from the first level that does. Collapsed: the original is below half of its clean pass@1. The first line is what the paper says of its models.',
    alternative: `${words.join('. ')}. The paper: apart from ${levelText(PAPER_REGIONS.differFrom)}, collapsed from ${levelText(PAPER_REGIONS.collapseFrom)}.`,
    table: {
      columns: [
        'Model',
        'Noise',
        'Scheme',
        'Differ from',
        'Original minus scheme there, points',
        'Original halved at',
        'Scheme halved at',
      ],
      rows: rows.map((row) => [
        shortModel(row.model),
        noiseTitle(row),
        row.scheme,
        row.differFrom === null ? 'no level' : levelText(row.differFrom.level),
        row.differFrom === null ? '–' : pointsInterval(row.differFrom),
        crossingText(row.originalHalved),
        crossingText(row.variantHalved),
      ]),
    },
    draw: (options) => {
      const { ink } = options
      const from = Math.min(PAPER_REGIONS.differFrom / 10, ...rows.map((row) => row.from)) / 1.6
      const to = Math.max(PAPER_REGIONS.collapseFrom * 2, ...rows.map((row) => row.to)) * 1.6
      /** Of a power of ten; labels take a third of the width. */
      const pixels = (0.63 * options.width) / Math.log10(to / from)
      const lines: PanelRow[] = [{ label: 'The paper' }]
      const drawn: (Stretch & { y1: number; y2: number; y: number })[] = []
      const add = (stretches: readonly Stretch[]): void => {
        const y = lines.length - 1
        drawn.push(...stretches.map((stretch) => ({ ...stretch, y, y1: y - 0.36, y2: y + 0.36 })))
      }
      add([
        { from, to: PAPER_REGIONS.differFrom, name: 'alike' },
        { from: PAPER_REGIONS.differFrom, to: PAPER_REGIONS.collapseFrom, name: 'apart' },
        { from: PAPER_REGIONS.collapseFrom, to, name: 'collapsed' },
      ])
      rows.forEach((row, place) => {
        const head = headOf(row)
        const previous = rows[place - 1]
        if (previous === undefined || headOf(previous) !== head) lines.push({ label: head, isHead: true })
        lines.push({ label: row.scheme })
        add(stretchesOf(row, from, to))
      })
      const panel = rowPanel(
        {
          title: '',
          rows: lines,
          x: { type: 'log', domain: [from, to] },
          label: 'level of noise (logarithmic)',
          ticks: [
            ...new Set(
              [1e-4, 1e-3, ...(pixels > 120 ? [5e-3] : []), 1e-2, 0.1, 1].filter(
                (level) => level >= from && level <= to,
              ),
            ),
          ],
          tickFormat: levelText,
          marks: [
            ...(['alike', 'apart', 'collapsed'] as const).map((name) =>
              rect(
                drawn.filter((stretch) => stretch.name === name),
                {
                  x1: 'from',
                  x2: 'to',
                  y1: 'y1',
                  y2: 'y2',
                  fill: 'currentColor',
                  fillOpacity: SHADE[name],
                  stroke: 'currentColor',
                },
              ),
            ),
            text(
              drawn.filter((stretch) => isWide(stretch, pixels)),
              {
                x: (stretch: Stretch) => Math.sqrt(stretch.from * stretch.to),
                y: 'y',
                text: 'name',
                fontSize: 11,
                // On the dark fill the page's own surface; beside it the text's colour.
                fill: (stretch: Stretch) => (stretch.name === 'collapsed' ? ink.surface : (ink.text ?? 'currentColor')),
              },
            ),
          ],
        },
        ink,
      )
      return sheet([panel], `${title}. ${words.join('. ')}.`, options)
    },
  }
}

function headOf(row: RegionRow): string {
  return `${shortModel(row.model)}, ${noiseTitle(row)}`
}

function nameOf(row: RegionRow): string {
  return `${headOf(row)}, ${row.scheme}`
}

function stretchesOf(row: RegionRow, from: number, to: number): Stretch[] {
  const collapse = Math.max(from, row.originalHalved?.level ?? to)
  const differ = Math.min(collapse, Math.max(from, row.differFrom === null ? collapse : row.differFrom.level))
  const stretches: Stretch[] = [
    { from, to: differ, name: 'alike' },
    { from: differ, to: collapse, name: 'apart' },
    { from: collapse, to, name: 'collapsed' },
  ]
  return stretches.filter((stretch) => stretch.to > stretch.from)
}

/** About as many pixels as the longest word has. */
const WORD = 58

/** Whether a word has room in a stretch of a plot so many pixels wide. */
function isWide({ from, to }: Stretch, share: number): boolean {
  return Math.log10(to / from) * share > WORD
}

function wordsOf({ scheme, differFrom, originalHalved }: RegionRow): string {
  const apart =
    differFrom === null
      ? 'no level shows a difference'
      : `first differ at ${levelText(differFrom.level)} (original minus ${scheme} ${points(differFrom.low)} to ${points(differFrom.high)} points)`
  return `${apart}; original halved at ${crossingText(originalHalved)}`
}

function crossingText(crossing: RegionRow['originalHalved']): string {
  if (crossing === null) return 'no level'
  const level = Number(crossing.level.toPrecision(2))
  return `${crossing.atMost ? 'at most ' : ''}${levelText(level)}`
}
