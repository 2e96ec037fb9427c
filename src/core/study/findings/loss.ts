import { bitsOf, PAPER_LOSS } from '../../figures/mean-loss'
import type { Finding } from '../../paper/findings'
import { commandFor, type Answered, type Question } from './answered'
import { cleanLoss, contrastPool, ORIGINAL_CLEAN, part, VARIANT_CLEAN } from './contrast'
import { attacksOf, designOf } from './design'
import type { Tested } from './pool'
import type { FindingRun } from './verdicts'
import { cannotTell, direction, figures, percent, POINTS, sees, signed, signsText, size, withInterval } from './words'

/** Beside the plan: the mean clean loss, which the paper gives for 8 and 4 bits. */
export const lossQuestion: Question = {
  title: 'What does quantization cost on clean prompts?',
  needs: ['attacks'],
  answer: ({ attacks: open }) => (open === undefined ? null : answered(open)),
}

const relativeLoss = (means: Float64Array): number => part(cleanLoss(means), means[ORIGINAL_CLEAN])

function answered(open: FindingRun): Answered | null {
  const design = designOf(open)
  if (design === null) return null
  // Any condition will do: only the clean arms are read.
  const attacks = attacksOf(open, 'corrected').slice(0, 1)
  const rows = design.schemes.flatMap((scheme) => {
    const pool = contrastPool({ open, design, models: design.models, scheme, attacks })
    if (pool === null) return []
    const bits = bitsOf(scheme)
    return [
      {
        scheme,
        means: pool.means(),
        loss: pool.tested(cleanLoss, 'within'),
        relative: pool.estimate(relativeLoss, 'within'),
        paper: bits === null ? null : PAPER_LOSS[bits],
      },
    ]
  })
  if (rows.length === 0) return null
  return {
    title: lossQuestion.title,
    answers: rows.map(finding),
    tables: [
      {
        title: 'Mean clean loss over sizes and forms: pass@1 of fp32 minus that of the scheme',
        columns: [
          'scheme',
          'fp32',
          'scheme',
          'loss in points (95 %)',
          'above/below, p',
          'sees',
          'part of fp32, % (95 %)',
          'paper, %',
        ],
        rows: rows.map(({ scheme, means, loss, relative, paper }) => [
          scheme,
          percent(means[ORIGINAL_CLEAN] ?? 0),
          percent(means[VARIANT_CLEAN] ?? 0),
          withInterval(loss, 2),
          signsText(loss),
          sees(loss, 2),
          withInterval(relative, 2),
          paper === null ? '' : signed(paper, 2),
        ]),
      },
    ],
    limits: [
      'The paper does not say whether its 0.36 % (8 bits) and 1.19 % (4 bits) are points or parts of the clean pass@1.',
    ],
  }
}

function finding({ scheme, loss, paper }: { scheme: string; loss: Tested; paper: number | null }): Finding {
  const figure = `${withInterval(loss, 2)} points, ${loss.n} problems`
  const words = {
    above: `${scheme} passes ${size(loss.value, 2)} points less than fp32 on clean prompts (${figure}).`,
    below: `${scheme} passes ${size(loss.value, 2)} points more than fp32 on clean prompts (${figure}).`,
    unclear: `The clean loss of ${scheme} cannot be told from none (${figure})${cannotTell(loss, 2)}.`,
  }
  return {
    id: `loss/${scheme}`,
    question: `What does ${scheme} cost on clean prompts?`,
    answer: `${words[direction(loss)]}${paper === null ? '' : ` The paper’s mean is ${size(paper, 2)} %.`}`,
    ...figures(loss),
    unit: POINTS,
    command: commandFor(lossQuestion.needs),
  }
}
