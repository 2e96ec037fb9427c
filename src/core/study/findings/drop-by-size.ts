import type { Finding } from '../../paper/findings'
import { commandFor, type Answered, type Question } from './answered'
import { contrastPool, dropDifference, ORIGINAL_CLEAN, VARIANT_CLEAN } from './contrast'
import { attacksOf, designOf, parametersText } from './design'
import type { Tested } from './pool'
import type { FindingRun } from './verdicts'
import { direction, percent, sees, signsText, withInterval } from './words'

/** Question 2 of the plan: the mean of question 1 for each size. */
export const dropBySizeQuestion: Question = {
  title: 'In which direction by size?',
  needs: ['attacks'],
  answer: ({ attacks: open }) => (open === undefined ? null : answered(open)),
}

interface Row {
  readonly size: string
  readonly scheme: string
  readonly means: Float64Array
  readonly difference: Tested
}

function answered(open: FindingRun): Answered | null {
  const design = designOf(open)
  if (design === null) return null
  const attacks = attacksOf(open, 'corrected')
  const rows = design.models.flatMap((model) =>
    design.schemes.flatMap((scheme): Row[] => {
      const pool = contrastPool({ open, design, models: [model], scheme, attacks })
      if (pool === null) return []
      const difference = pool.tested(dropDifference, 'within')
      return [{ size: model.size, scheme, means: pool.means(), difference }]
    }),
  )
  if (rows.length === 0) return null
  const answers = design.models.flatMap((model) => {
    const own = rows.filter(({ size }) => size === model.size)
    return own.length === 0 ? [] : [finding(own, `${model.size} (${parametersText(open, model)})`)]
  })
  return {
    title: dropBySizeQuestion.title,
    answers,
    tables: [
      {
        title: 'Drop of fp32 minus drop of the scheme by size, in points of pass@1; above 0 the scheme holds up better',
        columns: ['size, scheme', 'clean fp32', 'clean scheme', 'difference (95 %)', 'above/below, p', 'sees'],
        rows: rows.map(({ size, scheme, means, difference }) => [
          `${size} ${scheme}`,
          percent(means[ORIGINAL_CLEAN] ?? 0),
          percent(means[VARIANT_CLEAN] ?? 0),
          withInterval(difference),
          signsText(difference),
          sees(difference),
        ]),
      },
    ],
    limits: [
      `Each of these ${rows.length} intervals stands on its own: where nothing differs at all, one of twenty leaves out 0. A drop in points cannot be larger than what passes clean.`,
    ],
  }
}

function finding(rows: readonly Row[], name: string): Finding {
  const [first] = rows
  const told = (way: 'above' | 'below') =>
    rows
      .filter(({ difference }) => direction(difference) === way)
      .map(({ scheme, difference, means }) => {
        const [before, after] = [means[ORIGINAL_CLEAN] ?? 0, means[VARIANT_CLEAN] ?? 0]
        // What does not pass clean cannot drop.
        const less =
          way === 'above' && after < before ? ` (it passes ${percent(after)} clean, fp32 ${percent(before)})` : ''
        return `${scheme} ${withInterval(difference)}${less}`
      })
  const parts = [
    ...listed('drops less than fp32', told('above')),
    ...listed('drops more than fp32', told('below')),
    ...listed(
      'cannot be told from fp32 by this n',
      rows
        .filter(({ difference }) => direction(difference) === 'unclear')
        .map(({ scheme, difference }) => `${scheme} ${withInterval(difference)}, sees ${sees(difference)}`),
    ),
  ]
  return {
    id: `drop-by-size/${first?.size.toLowerCase() ?? ''}`,
    question: `In which direction, for ${name}?`,
    answer: `${name}, drop of fp32 minus that of the scheme, in points; ${parts.join('; ')}.`,
    ...{ estimate: null, low: null, high: null },
    unit: '',
    n: first?.difference.n ?? null,
    command: commandFor(dropBySizeQuestion.needs),
  }
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]
}
