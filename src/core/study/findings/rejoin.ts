import type { Finding } from '../../paper/findings'
import { commandFor, type Answered, type FindingRunName, type Question } from './answered'
import { conditionWith, designOf } from './design'
import { Pool, type Pooled } from './pool'
import { complete, formOf, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { cannotTell, direction, figures, POINTS, sees, size, withInterval } from './words'

/** Beside the plan: the control that cuts a prompt into words and joins them again, and changes no word. */
export const rejoinQuestion: Question = {
  title: 'What do cutting and joining add?',
  needs: ['attacks'],
  answer: ({ attacks, newline }) => {
    const rows = [
      ...(attacks === undefined ? [] : rowsOf(attacks, 'attacks', 'newline kept')),
      ...(newline === undefined ? [] : rowsOf(newline, 'newline', 'newline lost')),
    ]
    return rows.length === 0 ? null : answered(rows)
  },
}

const CONTROL = 'control-rejoin'

interface Row {
  readonly from: FindingRunName
  readonly form: string
  readonly mode: 'published' | 'corrected'
  readonly ending: string
  readonly drop: Pooled
}

function rowsOf(open: FindingRun, from: FindingRunName, ending: string): Row[] {
  const design = designOf(open)
  if (design === null) return []
  const whole = new Verdicts(open, tasksOf(open))
  const originals = design.models.map(({ original }) => original)
  return design.benchmarks.flatMap((benchmark) =>
    (['published', 'corrected'] as const).flatMap((mode): Row[] => {
      const condition = conditionWith(open, CONTROL, mode)
      if (condition === null) return []
      const columns = originals.map((arm) => [design.clean, condition].map((one) => whole.column(arm, one, benchmark)))
      const places = complete(columns.flat())
      if (places.length === 0) return []
      const pool = new Pool(places.length)
      for (const [before, after] of columns) {
        pool.add('', 1, 0, (problem) => {
          const place = places[problem] ?? 0
          return ((before?.[place] ?? 0) - (after?.[place] ?? 0)) / columns.length
        })
      }
      const drop = pool.estimate((means) => means[0] ?? 0, 'within')
      return [{ from, form: formOf(benchmark), mode, ending, drop }]
    }),
  )
}

function answered(rows: readonly Row[]): Answered {
  return {
    title: rejoinQuestion.title,
    answers: rows.filter(({ mode, from }) => mode === 'published' && from === rows[0]?.from).map(finding),
    tables: [
      {
        title:
          'Drop of fp32 when words are cut and joined and none is changed, mean over the sizes, in points of pass@1',
        columns: ['form, mode, newline', 'drop (95 %)', 'sees'],
        rows: rows.map(({ form, mode, ending, drop }) => [
          `${form}, ${mode}, ${mode === 'published' ? ending : 'newline kept'}`,
          withInterval(drop),
          sees(drop),
        ]),
      },
    ],
    limits: [],
  }
}

function finding({ form, ending, drop, from }: Row): Finding {
  const words = {
    above: `costs ${size(drop.value)} points`,
    below: `brings ${size(drop.value)} points`,
    unclear: 'changes nothing that can be told from 0',
  }
  return {
    id: `rejoin/${form}`,
    question: `What do cutting and joining add, ${form} form?`,
    answer: `Cutting the words of a prompt and joining them as the paper's tool does, with no word changed, ${words[direction(drop)]} (${withInterval(drop)}; fp32, mean over the sizes, ${form} form, ${ending}, ${drop.n} problems)${cannotTell(drop)}.`,
    ...figures(drop),
    unit: POINTS,
    command: commandFor([from]),
  }
}
