import { cellKey } from '../../experiment/cells'
import { pairedOutcomes } from '../../figures/outcomes'
import { percentile } from '../../metrics/bootstrap'
import { flips } from '../../metrics/flips'
import { nullBand, type NullBand } from '../../metrics/null-band'
import { relativeRobustnessScore } from '../../metrics/robustness'
import { commandFor, type Answered, type Question } from './answered'
import { attacksOf, designOf } from './design'
import { formOf, type FindingRun } from './verdicts'
import { percent } from './words'

/** Question 5 of the plan. */
export const nullRrsQuestion: Question = {
  title: 'How wide is RRS when nothing differs?',
  needs: ['attacks'],
  answer: ({ attacks: open }) => (open === undefined ? null : answered(open)),
}

/** One original under the seeds of one attack. */
interface Row {
  readonly name: string
  readonly n: number
  /** Mean over the seeds. */
  readonly lost: number
  readonly gained: number
  /** Of every ordered pair of seeds: the score, or null where not both drop. */
  readonly scores: readonly (number | null)[]
  readonly band: NullBand
}

function answered(open: FindingRun): Answered | null {
  const rows = rowsOf(open)
  const pairs = rows.flatMap(({ scores }) => scores)
  const scores = pairs.flatMap((score) => score ?? []).sort((first, second) => first - second)
  const n = rows[0]?.n
  if (scores.length === 0 || n === undefined) return null
  const [low, high] = [percentile(scores, 0.025), percentile(scores, 0.975)]
  const without = (pairs.length - scores.length) / 2
  const count = scores.length / 2
  const bands = rows.flatMap(({ name, band }) =>
    band.quantiles === null ? [] : [{ name, ...band.quantiles.middle95 }],
  )
  const widest = bands.reduce((most, one) => (one.high / one.low > most.high / most.low ? one : most))
  const narrowest = bands.reduce((least, one) => (one.high / one.low < least.high / least.low ? one : least))
  const text = ({ low: from, high: to }: { low: number; high: number }) => `${from.toFixed(2)} to ${to.toFixed(2)}`
  const noRatio = without === 0 ? '' : ` (${without} more have no ratio, since not both drop)`
  return {
    title: nullRrsQuestion.title,
    answers: [
      {
        id: 'null-rrs',
        question: nullRrsQuestion.title,
        answer: `fp32 against itself under another seed of the same attack: of ${count} pairs of seeds${noRatio}, each in both orders, 95 % lie from ${text({ low, high })}, the median is ${percentile(scores, 0.5).toFixed(2)}. Two arms with the same chances of flips, drawn at the flips seen on ${n} problems, give 95 % of scores from ${text(narrowest)} (${narrowest.name}) up to ${text(widest)} (${widest.name}). A score within the band of its cell is no evidence of a difference.`,
        estimate: Number(percentile(scores, 0.5).toPrecision(4)),
        low: Number(low.toPrecision(4)),
        high: Number(high.toPrecision(4)),
        unit: 'RRS, middle 95 % of pairs of seeds',
        n: count,
        command: commandFor(nullRrsQuestion.needs),
      },
    ],
    tables: [
      {
        title: 'RRS of fp32 against itself',
        columns: [
          'cell',
          'lost, gained',
          'pairs of seeds: least to largest',
          'no ratio',
          'simulated, 95 %',
          'simulated, no ratio',
        ],
        rows: rows.map(({ name, lost, gained, scores: own, band }) => {
          const known = own.flatMap((score) => score ?? [])
          return [
            name,
            `${lost.toFixed(1)}, ${gained.toFixed(1)}`,
            known.length === 0 ? '–' : text({ low: Math.min(...known), high: Math.max(...known) }),
            `${own.length - known.length} of ${own.length}`,
            band.quantiles === null ? '–' : text(band.quantiles.middle95),
            percent(band.undefinedShare),
          ]
        }),
      },
    ],
    limits: [
      'Pairs of seeds share model and problems, so their scores differ by the draws of the attack alone; every pair stands in both orders. The simulated band draws the problems of two arms independently. It is wider than what two variants of one model show, which share many flips.',
    ],
  }
}

function rowsOf(open: FindingRun): Row[] {
  const { table } = open
  const design = designOf(open)
  if (design === null) return []
  const attacks = attacksOf(open, 'corrected').filter(({ places }) => places.length > 1)
  return design.models.flatMap(({ size, original }) =>
    design.benchmarks.flatMap((benchmark) =>
      attacks.flatMap(({ places, condition }): Row[] => {
        const cells = [design.clean, ...places].map((one) => cellKey(original, one, benchmark))
        const [clean = [], ...seeds] = pairedOutcomes(table, cells, 'plus')
        const n = clean.length
        if (n === 0) return []
        const counts = seeds.map((perturbed) => flips(clean, perturbed))
        const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
        const [lost, gained] = [mean(counts.map((one) => one.lost)), mean(counts.map((one) => one.gained))]
        const drops = counts.map((one) => (one.lost - one.gained) / n)
        const scores = drops.flatMap((first, place) =>
          drops.flatMap((second, other) => {
            if (place === other) return []
            return [first > 0 && second > 0 ? relativeRobustnessScore(first, second) : null]
          }),
        )
        const name = `${size} ${formOf(benchmark)} ${condition.prompt?.attack ?? ''}`
        return [{ name, n, lost, gained, scores, band: nullBand({ total: n, lost, gained }) }]
      }),
    ),
  )
}
