import { cellKey } from '../../experiment/cells'
import type { VerdictKind } from '../../judge/verdict'
import type { Finding } from '../../paper/findings'
import { unseenShare } from '../../metrics/noise-floor'
import { commandFor, type Answered, type Question } from './answered'
import { conditionWith, designOf, type Design } from './design'
import { part } from './contrast'
import { Pool, type Pooled } from './pool'
import { complete, formOf, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { figures, percent, size } from './words'

/** Beside the plan: what the published extraction, without stop strings, leaves of right answers. */
export const extractionQuestion: Question = {
  title: 'What does the published way of taking the answer do?',
  needs: ['extraction', 'attacks'],
  answer: ({ extraction, newline, attacks }) => {
    // Both send clean prompts as they are; only the first also loses the newline under an attack, as this run does.
    const sane = newline ?? attacks
    return extraction === undefined || sane === undefined ? null : answered(extraction, sane)
  },
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

function answered(extraction: FindingRun, sane: FindingRun): Answered | null {
  const [here, there] = [designOf(extraction), designOf(sane)]
  if (here === null || there === null) return null
  const attacked = [extraction, sane].map((open) => conditionWith(open, 'char', 'published'))
  const conditions = [
    { condition: 'clean', from: there.clean, to: here.clean },
    { condition: 'char as published', from: attacked[1] ?? null, to: attacked[0] ?? null },
  ]
  const rows = here.benchmarks.flatMap((benchmark) =>
    conditions.flatMap(({ condition, from, to }): Row[] => {
      if (from === null || to === null) return []
      const row = rowOf([extraction, to, here], [sane, from, there], benchmark)
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
          `${size(vanished.value)} (${size(vanished.low)} to ${size(vanished.high)})`,
          percent(means[GAINED] ?? 0),
          kinds.map(([kind, count]) => `${kind} ${count}`).join(', '),
        ]),
      },
    ],
    limits: [
      'These models end their answers by themselves; one that goes on until it is cut off loses more, since nothing stops it here. The two runs differ in the extraction and in the stop strings (the published tool has none); what either does alone is not separated.',
    ],
  }
}

type Side = readonly [open: FindingRun, condition: number, design: Design]

/** Models and schemes that both runs have, on the problems that got the same prompt in both. */
function rowOf([extraction, to, here]: Side, [sane, from, there]: Side, benchmark: string) {
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
  const [own, reference] = [new Verdicts(extraction, tasks), new Verdicts(sane, tasks)]
  const columns = arms.map(([first, second]) => [
    reference.column(second, from, benchmark),
    own.column(first, to, benchmark),
  ])
  const hashes = (open: FindingRun, condition: number, place: number) =>
    open.sent.hash(condition, benchmark, tasks[place] ?? '')
  const places = complete(columns.flat()).filter((place) => hashes(extraction, to, place) === hashes(sane, from, place))
  if (places.length === 0) return null
  const pool = new Pool(places.length, 3)
  for (const [before, published] of columns) {
    const add = (quantity: number, right: number, wrong: number) =>
      pool.add('', 1, quantity, (problem) => {
        const place = places[problem] ?? 0
        const is = before?.[place] === right && (wrong < 0 || published?.[place] === wrong)
        return Number(is) / columns.length
      })
    add(RIGHT, 1, -1)
    add(LOST, 1, 0)
    add(GAINED, 0, 1)
  }
  const lostIn = (place: number, arm: number) => columns[arm]?.[0]?.[place] === 1 && columns[arm]?.[1]?.[place] === 0
  const kinds = new Map<VerdictKind, number>()
  arms.forEach(([variant], arm) => {
    const cell = cellKey(variant, to, benchmark)
    for (const place of places) {
      if (!lostIn(place, arm)) continue
      const at = extraction.table.place(cell, tasks[place] ?? '')
      const kind = at === null ? undefined : extraction.table.at(cell, at)?.kind
      if (kind !== undefined) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
  })
  return {
    means: pool.means(),
    vanished: withBound(
      pool.estimate((means) => part(means[LOST], means[RIGHT]), 'within'),
      solved(columns, places),
    ),
    arms: arms.length,
    kinds: [...kinds].sort((first, second) => second[1] - first[1]),
  }
}

/** Problems that some variant gets right: only they can lose an answer. */
function solved(columns: readonly (readonly Int8Array[])[], places: readonly number[]): number {
  return places.filter((place) => columns.some(([before]) => before?.[place] === 1)).length
}

/** Where none or all are lost resampling shows no spread: the exact bound of so many problems takes its place. */
function withBound(estimate: Pooled, problems: number): Pooled {
  if (estimate.low !== estimate.high || problems === 0) return estimate
  const unseen = unseenShare(problems)
  if (estimate.value === 0) return { ...estimate, high: unseen }
  return estimate.value === 1 ? { ...estimate, low: 1 - unseen } : estimate
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
