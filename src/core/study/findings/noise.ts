import { noiseFacets, type NoiseFacet } from '../../figures/noise-curves'
import type { Outcomes } from '../../metrics/paired'
import { noiseRegions, type Crossing } from '../../metrics/noise-regions'
import type { Finding } from '../../paper/findings'
import { commandFor, type Answered, type Question } from './answered'
import { designOf, type Design } from './design'
import { Pool, type Tested } from './pool'
import { complete, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { cannotTell, direction, figures, POINTS, sees, size, withInterval } from './words'

/** Question 3 of the plan. */
export const noiseQuestion: Question = {
  title: 'How much of the advantage under noise is left?',
  needs: ['noise'],
  answer: ({ noise: open }) => (open === undefined ? null : answered(open)),
}

const [PUBLISHED, FAIR] = [0, 1] as const
const TARGETS = ['float-only', 'every-weight'] as const

interface Row {
  readonly scheme: string
  readonly kinds: readonly string[]
  readonly levels: number
  readonly seeds: number
  readonly published: Tested
  readonly fair: Tested
  readonly gone: Tested
}

function answered(open: FindingRun): Answered | null {
  const design = designOf(open)
  if (design === null) return null
  const facets = noiseFacets(open.run)
  const kinds = [...new Set(facets.map(({ noise }) => noise))]
  const rows = design.schemes.flatMap((scheme) =>
    [kinds, ...(kinds.length > 1 ? kinds.map((kind) => [kind]) : [])].flatMap((some) =>
      rowOf(open, design, scheme, some),
    ),
  )
  if (rows.length === 0) return null
  const main = rows.filter((row) => row.kinds.length === kinds.length)
  return {
    title: noiseQuestion.title,
    answers: main.flatMap(findings),
    tables: [
      {
        title:
          'pass@1 of the scheme minus that of fp32, mean over the levels, in points; above 0 the scheme withstands more',
        columns: [
          'scheme, noise',
          'float only, as published (95 %)',
          'every weight (95 %)',
          'sees',
          'what the target adds (95 %)',
        ],
        rows: rows.map(({ scheme, kinds: some, published, fair, gone }) => [
          `${scheme}, ${some.join(' and ')}`,
          withInterval(published),
          withInterval(fair),
          sees(fair),
          withInterval(gone),
        ]),
      },
      {
        title: 'Level at which pass@1, mean over the seeds, has halved',
        columns: ['noise, target', 'fp32', ...design.schemes],
        rows: facets.map((facet) => [`${facet.noise}, ${facet.target}`, ...halvings(open, design, facet)]),
      },
    ],
    limits: [
      `Seeds are common to all problems and were drawn so: with ${main[0]?.seeds ?? 0} of them such intervals are somewhat too narrow (docs/statistics.md: 87 % to 97 % instead of 95 %). For fp32 both targets are the same noise.`,
    ],
  }
}

/** The same noise for both arms; kinds have seeds of their own, targets and levels share them. */
function rowOf(open: FindingRun, design: Design, scheme: string, kinds: readonly string[]): Row[] {
  const facets = noiseFacets(open.run).filter(({ noise }) => kinds.includes(noise))
  const paired = kinds.flatMap((kind) => {
    const [floats, every] = TARGETS.map((target) => facets.find((one) => one.noise === kind && one.target === target))
    return floats === undefined || every === undefined ? [] : [[floats, every] as const]
  })
  if (paired.length !== kinds.length) return []
  const arms = design.models.flatMap(({ original, schemes }) =>
    design.benchmarks.map((benchmark) => ({ original, variant: schemes.get(scheme) ?? original, benchmark })),
  )
  const whole = new Verdicts(open, tasksOf(open))
  const conditions = paired.flat().flatMap(({ levels }) => levels.flatMap((level) => level.conditions))
  const places = complete(
    arms.flatMap(({ original, variant, benchmark }) =>
      [original, variant].flatMap((arm) => conditions.map((one) => whole.column(arm, one, benchmark))),
    ),
  )
  if (places.length === 0) return []
  const verdicts = whole.only(places)
  const pool = new Pool(places.length, 2)
  for (const { original, variant, benchmark } of arms) {
    for (const facetsOfKind of paired) {
      facetsOfKind.forEach(({ noise, levels }, quantity) => {
        const weight = 1 / (arms.length * paired.length * levels.length)
        for (const { conditions: seeds } of levels) {
          const [first, second] = [original, variant].map((arm) =>
            seeds.map((condition) => verdicts.column(arm, condition, benchmark)),
          )
          pool.add(noise, seeds.length, quantity, (problem, seed) => {
            return weight * ((second?.[seed]?.[problem] ?? 0) - (first?.[seed]?.[problem] ?? 0))
          })
        }
      })
    }
  }
  const of = (quantity: number) => (means: Float64Array) => means[quantity] ?? 0
  const levels = paired[0]?.[0].levels ?? []
  return [
    {
      ...{ scheme, kinds, levels: levels.length, seeds: levels[0]?.conditions.length ?? 0 },
      published: pool.tested(of(PUBLISHED), 'crossed'),
      fair: pool.tested(of(FAIR), 'crossed'),
      gone: pool.tested((means) => of(PUBLISHED)(means) - of(FAIR)(means), 'crossed'),
    },
  ]
}

function findings({ scheme, kinds, levels, seeds, published, fair, gone }: Row): Finding[] {
  const over = `mean over ${levels} levels of ${kinds.join(' and ')} noise, ${seeds} seeds`
  const base = { unit: POINTS, command: commandFor(noiseQuestion.needs) }
  const told = (estimate: Tested) =>
    ({
      above: `${scheme} passes ${size(estimate.value)} points more than fp32`,
      below: `${scheme} passes ${size(estimate.value)} points less than fp32`,
      unclear: `${scheme} and fp32 cannot be told apart`,
    })[direction(estimate)]
  const added = direction(gone) === 'unclear' ? 'cannot be told from 0' : 'is what the choice of weights adds'
  return [
    {
      id: `noise/${scheme}`,
      question: `How much of the advantage of ${scheme} is left under the same noise on the same weights?`,
      answer: `With the same noise on every weight ${told(fair)} (${withInterval(fair)}, ${fair.n} problems; ${over})${cannotTell(fair)}. The difference to noise on floating-point weights only, ${withInterval(gone)}, ${added}.`,
      ...figures(fair),
      ...base,
    },
    {
      id: `noise/${scheme}-as-published`,
      question: `What is the advantage of ${scheme} when noise skips the quantized weights, as published?`,
      answer: `With noise on floating-point weights only, as published, ${told(published)} (${withInterval(published)}, ${published.n} problems; ${over})${cannotTell(published)}.`,
      ...figures(published),
      ...base,
    },
  ]
}

/** Of the original and each scheme, on the first model and benchmark, all seeds together. */
function halvings(open: FindingRun, design: Design, { levels }: NoiseFacet): string[] {
  const [model] = design.models
  const [benchmark] = design.benchmarks
  if (model === undefined || benchmark === undefined) return []
  const verdicts = new Verdicts(open, tasksOf(open))
  const seeds = levels[0]?.conditions.length ?? 1
  const steps = [{ level: 0, conditions: Array.from({ length: seeds }, () => design.clean) }, ...levels]
  return [model.original, ...model.schemes.values()].map((arm) => {
    const columns = steps.map(({ conditions }) => conditions.map((one) => verdicts.column(arm, one, benchmark)))
    const places = complete(columns.flat())
    if (places.length === 0) return ''
    const outcomes = columns.map((step): Outcomes =>
      step.flatMap((column) => places.map((place) => column[place] === 1)),
    )
    const sweep = { levels: steps.map(({ level }) => level), original: outcomes, variant: outcomes }
    return crossingText(noiseRegions(sweep, { resamples: 1 }).originalHalved, levels)
  })
}

function crossingText(crossing: Crossing | null, levels: NoiseFacet['levels']): string {
  if (crossing === null) return `above ${levels.at(-1)?.level ?? 0}`
  return `${crossing.atMost ? 'at most ' : ''}${Number(crossing.level.toPrecision(2))}`
}
