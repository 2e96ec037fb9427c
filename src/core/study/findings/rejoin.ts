import type { Finding } from '../../paper/findings'
import { commandFor, type Answered, type FindingRunName, type Question } from './answered'
import { conditionWith, designOf, type Design } from './design'
import { Pool, type Tested } from './pool'
import { complete, formOf, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { cannotTell, direction, figures, POINTS, sees, size, withInterval } from './words'

/** Beside the plan: the control that cuts a prompt into words and joins them again, and changes no word. */
export const rejoinQuestion: Question = {
  title: 'What do cutting and joining add?',
  needs: ['attacks'],
  answer: ({ attacks, newline }) => {
    const rows = [
      ...(attacks === undefined ? [] : rowsOf(attacks, 'attacks', 'kept')),
      ...(newline === undefined ? [] : rowsOf(newline, 'newline', 'lost')),
    ]
    return rows.length === 0 ? null : answered(rows)
  },
}

const CONTROL = 'control-rejoin'
/** It cuts and joins in the same way, and changes words besides. */
const ATTACK = 'word'
const [REJOIN, WORD] = [0, 1] as const

interface Row {
  readonly from: FindingRunName
  readonly form: string
  readonly mode: 'published' | 'corrected'
  readonly newline: string
  readonly drop: Tested
  /** Of the word attack as published; null where the run does not have it. */
  readonly word: { readonly drop: Tested; readonly more: Tested } | null
}

function rowsOf(open: FindingRun, from: FindingRunName, ending: string): Row[] {
  const design = designOf(open)
  if (design === null) return []
  return design.benchmarks.flatMap((benchmark) =>
    (['published', 'corrected'] as const).flatMap((mode): Row[] => {
      const found = dropsOf(open, design, benchmark, mode)
      const newline = mode === 'published' ? ending : 'kept'
      return found === null ? [] : [{ from, form: formOf(benchmark), mode, newline, ...found }]
    }),
  )
}

/** Of the originals, mean over the models. */
function dropsOf(open: FindingRun, design: Design, benchmark: string, mode: Row['mode']) {
  const control = conditionWith(open, CONTROL, mode)
  if (control === null) return null
  const attack = mode === 'published' ? conditionWith(open, ATTACK, mode) : null
  const wanted = [design.clean, control, ...(attack === null ? [] : [attack])]
  const whole = new Verdicts(open, tasksOf(open))
  const models = design.models.map(({ original }) => wanted.map((one) => whole.column(original, one, benchmark)))
  const places = complete(models.flat())
  if (places.length === 0) return null
  const pool = new Pool(places.length, 2)
  for (const [clean, ...conditions] of models) {
    conditions.forEach((after, quantity) =>
      pool.add('', 1, quantity, (problem) => {
        const place = places[problem] ?? 0
        return ((clean?.[place] ?? 0) - (after[place] ?? 0)) / models.length
      }),
    )
  }
  const of = (statistic: (means: Float64Array) => number) => pool.tested(statistic, 'within')
  const [rejoin, word] = [REJOIN, WORD].map((quantity) => (means: Float64Array) => means[quantity] ?? 0)
  if (rejoin === undefined || word === undefined) return null
  return {
    drop: of(rejoin),
    word: attack === null ? null : { drop: of(word), more: of((means) => word(means) - rejoin(means)) },
  }
}

function answered(rows: readonly Row[]): Answered {
  return {
    title: rejoinQuestion.title,
    answers: rows.filter(({ mode, from }) => mode === 'published' && from === rows[0]?.from).map(finding),
    tables: [
      {
        title:
          'Drop of fp32, mean over the sizes, in points of pass@1, when words are cut and joined and none is changed',
        columns: [
          'form, mode, newline',
          'cut and joined (95 %)',
          'sees',
          'word as published (95 %)',
          'what its words add (95 %)',
        ],
        rows: rows.map(({ form, mode, newline, drop, word }) => [
          `${form}, ${mode}, ${newline}`,
          withInterval(drop),
          sees(drop),
          ...(word === null ? ['', ''] : [withInterval(word.drop), withInterval(word.more)]),
        ]),
      },
    ],
    limits: [],
  }
}

function finding({ form, newline, drop, word, from }: Row): Finding {
  const words = {
    above: `costs ${size(drop.value)} points`,
    below: `brings ${size(drop.value)} points`,
    unclear: 'changes nothing that can be told from 0',
  }
  const about = `fp32, mean over the sizes, ${form} form, newline ${newline}, ${drop.n} problems`
  const more =
    word === null
      ? ''
      : ` The word attack as published, which cuts and joins in the same way, costs ${withInterval(word.drop)}; its words add ${withInterval(word.more)}.`
  return {
    id: `rejoin/${form}`,
    question: `What do cutting and joining add, ${form} form?`,
    answer: `Cutting the words of a prompt and joining them as the paper's tool does, with no word changed, ${words[direction(drop)]} (${withInterval(drop)}; ${about})${cannotTell(drop)}.${more}`,
    ...figures(drop),
    unit: POINTS,
    command: commandFor([from]),
  }
}
