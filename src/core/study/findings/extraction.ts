import { cellKey } from '../../experiment/cells'
import type { VerdictKind } from '../../judge/verdict'
import type { Finding } from '../../paper/findings'
import { commandFor, type Answered, type Question } from './answered'
import { conditionWith, designOf, type Design } from './design'
import { part } from './contrast'
import { Pool, type Pooled } from './pool'
import { complete, formOf, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { figures, percent, signed } from './words'

/** Beside the plan: what the published extraction, without stop strings, leaves of right answers. */
export const extractionQuestion: Question = {
  title: 'What does the published way of taking the answer do?',
  needs: ['extraction', 'newline'],
  answer: ({ extraction, newline }) =>
    extraction === undefined || newline === undefined ? null : answered(extraction, newline),
}

const [RIGHT, LOST, GAINED] = [0, 1, 2] as const

interface Row {
  readonly form: string
  readonly condition: string
  readonly means: Float64Array
  /** Of the answers that are right by EvalPlus's rules, those that the published way fails. */
  readonly vanished: Pooled
  readonly arms: number
  readonly kinds: readonly (readonly [VerdictKind, number])[]
}

function answered(extraction: FindingRun, newline: FindingRun): Answered | null {
  const [here, there] = [designOf(extraction), designOf(newline)]
  if (here === null || there === null) return null
  const attacked = [extraction, newline].map((open) => conditionWith(open, 'char', 'published'))
  const conditions = [
    { condition: 'clean', from: there.clean, to: here.clean },
    { condition: 'char as published', from: attacked[1] ?? null, to: attacked[0] ?? null },
  ]
  const rows = here.benchmarks.flatMap((benchmark) =>
    conditions.flatMap(({ condition, from, to }): Row[] => {
      if (from === null || to === null) return []
      const row = rowOf([extraction, to, here], [newline, from, there], benchmark)
      return row === null ? [] : [{ form: formOf(benchmark), condition, ...row }]
    }),
  )
  const clean = rows.filter(({ condition }) => condition === 'clean')
  if (clean.length === 0) return null
  return {
    title: extractionQuestion.title,
    answers: clean.map(finding),
    tables: [
      {
        title: 'Answers right by EvalPlus’s rules that the published way fails, fp32 and int8 of all sizes',
        columns: [
          'form, condition',
          'right by EvalPlus’s rules',
          'of them lost, % (95 %)',
          'wrong, yet right as published',
          'how they fail',
        ],
        rows: rows.map(({ form, condition, means, vanished, kinds }) => [
          `${form}, ${condition}`,
          percent(means[RIGHT] ?? 0),
          `${signed(vanished.value)} (${signed(vanished.low)} to ${signed(vanished.high)})`,
          percent(means[GAINED] ?? 0),
          kinds.map(([kind, count]) => `${kind} ${count}`).join(', '),
        ]),
      },
    ],
    limits: [
      'The two runs differ in the extraction and in the stop strings (the published tool has none); what either does alone is not separated.',
    ],
  }
}

type Side = readonly [open: FindingRun, condition: number, design: Design]

/** Models and schemes that both runs have. */
function rowOf([extraction, to, here]: Side, [newline, from, there]: Side, benchmark: string) {
  const arms = here.models.flatMap((model) => {
    const other = there.models.find(({ size }) => size === model.size)
    if (other === undefined) return []
    const schemes = [...model.schemes].flatMap(([scheme, place]) => {
      const same = other.schemes.get(scheme)
      return same === undefined ? [] : [[place, same] as const]
    })
    return [[model.original, other.original] as const, ...schemes]
  })
  const tasks = tasksOf(extraction)
  const [after, before] = [new Verdicts(extraction, tasks), new Verdicts(newline, tasks)]
  const columns = arms.map(([own, other]) => [before.column(other, from, benchmark), after.column(own, to, benchmark)])
  const places = complete(columns.flat())
  if (places.length === 0) return null
  const pool = new Pool(places.length, 3)
  for (const [sane, published] of columns) {
    const add = (quantity: number, right: number, wrong: number) =>
      pool.add('', 1, quantity, (problem) => {
        const place = places[problem] ?? 0
        const is = sane?.[place] === right && (wrong < 0 || published?.[place] === wrong)
        return Number(is) / columns.length
      })
    add(RIGHT, 1, -1)
    add(LOST, 1, 0)
    add(GAINED, 0, 1)
  }
  const lostIn = (place: number, arm: number) => columns[arm]?.[0]?.[place] === 1 && columns[arm]?.[1]?.[place] === 0
  const kinds = new Map<VerdictKind, number>()
  arms.forEach(([own], arm) => {
    const cell = cellKey(own, to, benchmark)
    for (const place of places) {
      if (!lostIn(place, arm)) continue
      const at = extraction.table.place(cell, tasks[place] ?? '')
      const kind = at === null ? undefined : extraction.table.at(cell, at)?.kind
      if (kind !== undefined) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
  })
  return {
    means: pool.means(),
    vanished: pool.estimate((means) => part(means[LOST], means[RIGHT]), 'within'),
    arms: arms.length,
    kinds: [...kinds].sort((first, second) => second[1] - first[1]),
  }
}

function finding({ form, vanished, arms, means, kinds }: Row): Finding {
  const [first] = kinds
  const how = first === undefined ? '' : ` Most fail as ${first[0]} (${first[1]}).`
  return {
    id: `extraction/${form}`,
    question: `How many right answers does the published extraction lose, ${form} form?`,
    answer: `Of the answers to clean prompts of the ${form} form that are right by EvalPlus's rules, the published extraction without stop strings fails ${percent(vanished.value)} (${percent(vanished.low)} to ${percent(vanished.high)}; ${vanished.n} problems, ${arms} variants, of which ${percent(means[RIGHT] ?? 0)} are right).${how}`,
    ...figures(vanished),
    unit: '% of right answers',
    command: commandFor(extractionQuestion.needs),
  }
}
