import { seedsLabel } from '../../experiment/labels'
import type { Finding } from '../../paper/findings'
import { withFamilies } from '../families'
import { netByProblem, problemSignTest } from '../net'
import { commandFor, type Answered, type Question } from './answered'
import {
  cleanLoss,
  contrastPool,
  dropDifference,
  ORIGINAL_CLEAN,
  ORIGINAL_DROP,
  relativeDropDifference,
  VARIANT_CLEAN,
  VARIANT_DROP,
  type Contrast,
} from './contrast'
import { attacksOf, designOf } from './design'
import type { Pooled, Tested } from './pool'
import { formOf, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { cannotTell, direction, figures, percent, POINTS, sees, signed, signsText, size, withInterval } from './words'

/** Question 1 of the plan. */
export const dropQuestion: Question = {
  title: 'Does quantization change the drop?',
  needs: ['attacks'],
  answer: ({ attacks: open }) => (open === undefined ? null : answered(open)),
}

function answered(open: FindingRun): Answered | null {
  const design = designOf(open)
  if (design === null) return null
  const attacks = attacksOf(open, 'corrected')
  const cells = cellTests(open)
  const rows = design.schemes.flatMap((scheme) => {
    const contrast = { open, design, models: design.models, scheme, attacks }
    const pool = contrastPool(contrast)
    if (pool === null) return []
    const own = cells.filter((cell) => cell.scheme === scheme)
    const found = own.filter(({ holm_p }) => (holm_p ?? 1) <= 0.05)
    return [
      {
        contrast,
        means: pool.means(),
        difference: pool.tested(dropDifference, 'within'),
        relative: pool.estimate(relativeDropDifference, 'within'),
        loss: pool.estimate(cleanLoss, 'within'),
        cells: own.length,
        found,
      },
    ]
  })
  if (rows.length === 0) return null
  return {
    title: dropQuestion.title,
    answers: rows.map(finding),
    tables: [
      {
        title: 'Drop of fp32 minus drop of the scheme, in points of pass@1; above 0 the scheme holds up better',
        columns: [
          'scheme',
          'clean fp32',
          'clean scheme',
          'drop fp32',
          'drop scheme',
          'difference (95 %)',
          'above/below, p',
          'sees',
          'difference of %drop (95 %)',
          'cells below 0.05 after Holm',
        ],
        rows: rows.map(({ contrast, means, difference, relative, cells: count, found }) => [
          contrast.scheme,
          percent(means[ORIGINAL_CLEAN] ?? 0),
          percent(means[VARIANT_CLEAN] ?? 0),
          signed(means[ORIGINAL_DROP] ?? 0),
          signed(means[VARIANT_DROP] ?? 0),
          withInterval(difference),
          signsText(difference),
          sees(difference),
          withInterval(relative),
          `${found.length} of ${count}${found.length === 0 ? '' : `: ${found.map(({ name }) => name).join('; ')}`}`,
        ]),
      },
    ],
    limits: [
      'A drop in points cannot be larger than what passes clean: where a scheme passes much less, its smaller drop is no robustness. The column of %drop (the paper’s equation 1, not part of the plan) sets each drop against its own clean pass@1.',
      `Each cell is one model, one form and one attack (its seeds together), tested by the sign of the difference on each problem. Equal weight for ${design.models.length} sizes, ${design.benchmarks.length} forms and ${attacks.length} attacks: ${attacks.map(({ label }) => label).join('; ')}.`,
    ],
  }
}

interface Row {
  readonly contrast: Contrast
  readonly means: Float64Array
  readonly difference: Tested
  readonly relative: Pooled
  readonly loss: Pooled
}

function finding({ contrast, means, difference, relative, loss }: Row): Finding {
  const { scheme, models, design, attacks } = contrast
  const way = direction(difference)
  const mean = `mean over ${models.length * design.benchmarks.length * attacks.length} cells`
  const sizes = `${withInterval(difference)} points, ${difference.n} problems, ${mean}`
  const words = {
    above: `${scheme} drops ${size(difference.value)} points less than fp32 (${sizes}).`,
    below: `${scheme} drops ${size(difference.value)} points more than fp32 (${sizes}).`,
    unclear: `fp32 and ${scheme} cannot be told apart (${sizes})${cannotTell(difference)}.`,
  }
  // A variant that passes much less clean has less to lose.
  const lessToLose =
    way === 'above' && loss.value > 0
      ? ` It also passes less to begin with (${percent(means[VARIANT_CLEAN] ?? 0)} against ${percent(means[ORIGINAL_CLEAN] ?? 0)}), and what does not pass cannot drop: as parts of what passed, the drops differ by ${withInterval(relative)} points of %drop.`
      : ''
  return {
    id: `drop/${scheme}`,
    question: `Does ${scheme} change the drop under attack?`,
    answer: `${words[way]}${lessToLose}`,
    ...figures(difference),
    unit: POINTS,
    command: commandFor(dropQuestion.needs),
  }
}

/** Every cell on its own: the sign test of the difference of drops by problem, Holm over all cells of a scheme. */
function cellTests(open: FindingRun) {
  const design = designOf(open)
  if (design === null) return []
  const verdicts = new Verdicts(open, tasksOf(open))
  const tests = design.schemes.flatMap((scheme) =>
    design.models.flatMap(({ size: model, original, schemes }) =>
      design.benchmarks.flatMap((benchmark) =>
        attacksOf(open, 'corrected').map(({ places, condition }) => {
          const nets = [original, schemes.get(scheme) ?? original].map((arm) => {
            const column = (one: number) => [...verdicts.column(arm, one, benchmark)].map((code) => code === 1)
            return netByProblem([column(design.clean)], places.map(column))
          })
          const difference = (nets[0] ?? new Int32Array()).map((net, problem) => net - (nets[1]?.[problem] ?? 0))
          const name = `${model} ${formOf(benchmark)} ${condition.prompt?.attack ?? seedsLabel([condition])}`
          return { scheme, name, p: problemSignTest(difference).p }
        }),
      ),
    ),
  )
  return withFamilies(tests, ({ scheme }) => scheme)
}
