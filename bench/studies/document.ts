import { format, resolveConfig } from 'prettier'
import { smallestDetectable } from '../../src/core/metrics/detectable.ts'
import { nullBand } from '../../src/core/metrics/null-band.ts'
import { RESAMPLES, TWO_LEVEL_RESAMPLES } from './intervals.ts'
import type { Measured } from './tally.ts'
import { COMMANDS, CONCLUSIONS, INTRODUCTION, SIMULATION, STATISTICS } from './text.ts'

export interface MeasuredGroups {
  readonly wilson: readonly Measured[]
  readonly bootstrap: readonly Measured[]
  readonly twoLevel: readonly Measured[]
  readonly paired: readonly Measured[]
  readonly signs: readonly Measured[]
}

const NULL_FLIPS = [
  { total: 378, lost: 20, gained: 8 },
  { total: 378, lost: 60, gained: 8 },
  { total: 164, lost: 10, gained: 5 },
  { total: 164, lost: 30, gained: 5 },
] as const
const NULL_DRAWS = 200_000
const FLIP_SHARES = [0.02, 0.05, 0.1, 0.2, 0.3] as const

/** The text of docs/statistics.md: all its figures are of this run. */
export async function statisticsDocument(groups: MeasuredGroups, path: string): Promise<string> {
  const { wilson, bootstrap, twoLevel, paired, signs } = groups
  const text = [
    INTRODUCTION,
    table(
      ['statistic', 'formula', 'file', 'source'],
      STATISTICS.map((row) => [...row]),
    ),
    SIMULATION,
    `Resamples: ${RESAMPLES} by problem, ${TWO_LEVEL_RESAMPLES} by problem and seed.`,
    '### Intervals of one sample a problem',
    coverageTable([...wilson, ...bootstrap]),
    '### Intervals over five seeds',
    coverageTable(twoLevel),
    '### False alarms where nothing differs',
    alarmTable([...paired, ...signs]),
    CONCLUSIONS,
    '## What a study of this size can see',
    'Smallest difference of pass@1, in points, that the exact McNemar test finds with power 0.8 at 0.05:',
    detectableTable(),
    `RRS where nothing differs at all (\`nullBand\`, ${NULL_DRAWS} draws, seed 0):`,
    nullTable(),
    COMMANDS,
  ].join('\n\n')
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' })
}

function coverageTable(rows: readonly Measured[]): string {
  return table(
    ['interval', 'condition', 'n', 'coverage, %', 'all above the truth, %', 'all below, %', 'no interval, %'],
    rows.map(({ statistic, place, total, ours, standardError, above, below, undefinedShare }) => [
      statistic,
      place,
      String(total),
      `${ours.toFixed(1)} ± ${standardError.toFixed(1)}`,
      above?.toFixed(1) ?? '',
      below?.toFixed(1) ?? '',
      undefinedShare === 0 ? '' : undefinedShare.toFixed(1),
    ]),
  )
}

function alarmTable(rows: readonly Measured[]): string {
  return table(
    ['rule', 'where', 'n', 'false alarms, %'],
    rows.map(({ statistic, place, total, ours, standardError }) => [
      statistic,
      place,
      String(total),
      `${ours.toFixed(1)} ± ${standardError.toFixed(1)}`,
    ]),
  )
}

function detectableTable(): string {
  return table(
    ['problems that flip', 'n = 378', 'n = 164'],
    FLIP_SHARES.map((discordantShare) => [
      `${(100 * discordantShare).toFixed(0)} %`,
      ...[378, 164].map((total) => {
        const least = smallestDetectable({ total, discordantShare })
        return least === null ? 'none' : (100 * least).toFixed(1)
      }),
    ]),
  )
}

function nullTable(): string {
  return table(
    ['n', 'lost, gained in each arm', 'from 5 % to 95 %', 'from 2.5 % to 97.5 %', 'undefined, %'],
    NULL_FLIPS.map((flips) => {
      const { quantiles, undefinedShare } = nullBand(flips, { draws: NULL_DRAWS })
      const range = (of: 'middle90' | 'middle95'): string =>
        quantiles === null ? 'none' : `${quantiles[of].low.toFixed(2)} to ${quantiles[of].high.toFixed(2)}`
      return [
        String(flips.total),
        `${flips.lost}, ${flips.gained}`,
        range('middle90'),
        range('middle95'),
        (100 * undefinedShare).toFixed(1),
      ]
    }),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
