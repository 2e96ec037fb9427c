import { directionAgreement, type DirectionAgreement } from '../../metrics/agreement'
import type { ConditionGroup } from '../../figures/groups'
import { commandFor, type Answered, type Question } from './answered'
import { attacksOf, designOf } from './design'
import { formOf, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { percent } from './words'

/** Question 6 of the plan. */
export const basePlusQuestion: Question = {
  title: 'Do base and plus agree?',
  needs: ['attacks'],
  answer: ({ attacks: open }) => (open === undefined ? null : answered(open)),
}

interface Cell {
  readonly scheme: string
  readonly benchmark: string
  /** Difference of drops by base and by plus tests. */
  readonly pair: readonly [number, number]
}

function answered(open: FindingRun): Answered | null {
  const cells = cellsOf(open)
  if (cells.length === 0) return null
  const all = directionAgreement(cells.map(({ pair }) => pair))
  const groups = [
    ['all', cells] as const,
    ...grouped(cells, ({ scheme }) => scheme),
    ...grouped(cells, ({ benchmark }) => `${formOf(benchmark)} form`),
  ]
  const told = all.agree + all.disagree
  return {
    title: basePlusQuestion.title,
    answers: [
      {
        id: 'base-plus',
        question: basePlusQuestion.title,
        answer:
          told === 0
            ? `In none of ${cells.length} cells do both kinds of tests show a direction.`
            : `In ${all.agree} of the ${told} cells in which both show a direction, base and plus tests name the same side (${percent(all.share ?? 0)}); in ${all.tied} more of ${cells.length} at least one shows none. Both grade the same programs, so agreement is no second proof, and disagreement shows how little a direction alone says.`,
        estimate: all.share === null ? null : Math.round(1000 * all.share) / 10,
        ...{ low: null, high: null },
        unit: '% of cells',
        n: told,
        command: commandFor(basePlusQuestion.needs),
      },
    ],
    tables: [
      {
        title: 'Which of fp32 and the scheme drops less, by base and by plus tests',
        columns: ['cells', 'same side', 'other side', 'one is 0', 'agreement'],
        rows: groups.map(([name, some]) => [name, ...columnsOf(directionAgreement(some.map(({ pair }) => pair)))]),
      },
    ],
    limits: ['No interval: cells share problems, models and programs, and are far from independent.'],
  }
}

function columnsOf({ agree, disagree, tied, share }: DirectionAgreement): string[] {
  return [...[agree, disagree, tied].map(String), share === null ? '–' : percent(share)]
}

function grouped(cells: readonly Cell[], nameOf: (cell: Cell) => string): (readonly [string, readonly Cell[]])[] {
  return [...new Set(cells.map(nameOf))].map((name) => [name, cells.filter((cell) => nameOf(cell) === name)] as const)
}

/** Every attack, corrected (its seeds together) and as published, on every variant and form. */
function cellsOf(open: FindingRun): Cell[] {
  const design = designOf(open)
  if (design === null) return []
  const tasks = tasksOf(open)
  const [base, plus] = [new Verdicts(open, tasks, 'base'), new Verdicts(open, tasks, 'plus')]
  const attacks = [...attacksOf(open, 'corrected'), ...attacksOf(open, 'published')]
  return design.schemes.flatMap((scheme) =>
    design.models.flatMap(({ original, schemes }) =>
      design.benchmarks.flatMap((benchmark) =>
        attacks.flatMap((group): Cell[] => {
          const variant = schemes.get(scheme) ?? original
          const [byBase, byPlus] = [base, plus].map((verdicts) =>
            differenceOf(verdicts, { original, variant, clean: design.clean, group, benchmark }),
          )
          return byBase === null || byPlus === null || byBase === undefined || byPlus === undefined
            ? []
            : [{ scheme, benchmark, pair: [byBase, byPlus] }]
        }),
      ),
    ),
  )
}

interface Place {
  readonly original: number
  readonly variant: number
  readonly clean: number
  readonly group: ConditionGroup
  readonly benchmark: string
}

/** Drop of the original minus that of the variant, times problems and seeds, so that equal drops are exactly 0. */
function differenceOf(verdicts: Verdicts, { original, variant, clean, group, benchmark }: Place): number | null {
  const [first, second] = [original, variant].map((arm) => verdicts.column(arm, clean, benchmark))
  let net = 0
  let counted = 0
  for (const condition of group.places) {
    const [before, after] = [original, variant].map((arm) => verdicts.column(arm, condition, benchmark))
    verdicts.tasks.forEach((_, problem) => {
      const codes = [first, before, second, after].map((column) => column?.[problem] ?? -1)
      if (codes.includes(-1)) return
      const [clean1 = 0, attacked1 = 0, clean2 = 0, attacked2 = 0] = codes
      net += clean1 - attacked1 - (clean2 - attacked2)
      counted += 1
    })
  }
  return counted === 0 ? null : net
}
