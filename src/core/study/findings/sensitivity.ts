import { noiseGroups, type NoiseGroup } from '../../figures/groups'
import type { Finding } from '../../paper/findings'
import { commandFor, type Answered, type Question } from './answered'
import { designOf } from './design'
import { Pool, type Pooled } from './pool'
import { complete, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { direction, figures, POINTS, sees, signed, withInterval } from './words'

/** Beside the plan: which part of the weights noise hurts most. */
export const sensitivityQuestion: Question = {
  title: 'Where does noise hurt?',
  needs: ['sensitivity'],
  answer: ({ sensitivity: open }) => (open === undefined ? null : answered(open)),
}

type By = 'all' | 'role' | 'layer'

interface Row {
  readonly by: By
  readonly part: string
  readonly quantity: number
  readonly drop: Pooled
}

function answered(open: FindingRun): Answered | null {
  const design = designOf(open)
  const arm = design?.models[0]?.original
  const benchmark = design?.benchmarks[0]
  if (design === null || arm === undefined || benchmark === undefined) return null
  const groups = noiseGroups(open.run.conditions)
  const whole = new Verdicts(open, tasksOf(open))
  const clean = whole.column(arm, design.clean, benchmark)
  const columns = groups.map(({ places }) => places.map((one) => whole.column(arm, one, benchmark)))
  const places = complete([clean, ...columns.flat()])
  if (places.length === 0 || groups.length === 0) return null
  const pool = new Pool(places.length, groups.length)
  columns.forEach((seeds, quantity) => {
    pool.add('noise', seeds.length, quantity, (problem, seed) => {
      const place = places[problem] ?? 0
      return (clean[place] ?? 0) - (seeds[seed]?.[place] ?? 0)
    })
  })
  const rows = groups
    .map((group, quantity): Row => {
      const drop = pool.estimate((means) => means[quantity] ?? 0, 'crossed')
      return { ...partOf(group), quantity, drop }
    })
    .sort((first, second) => second.drop.value - first.drop.value)
  const level = groups[0]?.noise.level ?? 0
  const seeds = groups[0]?.places.length ?? 0
  return {
    title: sensitivityQuestion.title,
    answers: (['role', 'layer'] as const).flatMap((by) => findingOf(rows, pool, by, level, seeds)),
    tables: [
      {
        title: `Drop under gaussian noise of ${level} on a part of the weights, ${seeds} seeds, in points of pass@1`,
        columns: ['part', 'drop (95 %)', 'sees'],
        rows: rows.map(({ by, part, drop }) => [by === 'all' ? part : `${by} ${part}`, withInterval(drop), sees(drop)]),
      },
    ],
    limits: [
      `Only ${seeds} draws of noise, common to all problems: such intervals are too narrow. Parts differ in how many weights they hold and in how large these are; the noise is the same for each weight.`,
    ],
  }
}

function partOf({ noise: { roles, layers } }: NoiseGroup): { by: By; part: string } {
  if (roles !== undefined) return { by: 'role', part: roles.join(', ') }
  return layers === undefined ? { by: 'all', part: 'every weight' } : { by: 'layer', part: layers.join(', ') }
}

function findingOf(rows: readonly Row[], pool: Pool, by: 'role' | 'layer', level: number, seeds: number): Finding[] {
  const [worst, next] = rows.filter((row) => row.by === by)
  if (worst === undefined || next === undefined) return []
  const all = rows.find((row) => row.by === 'all')
  const ahead = pool.tested((means) => (means[worst.quantity] ?? 0) - (means[next.quantity] ?? 0), 'crossed')
  const [name, second] = [`${by} ${worst.part}`, `${by} ${next.part}`]
  const order =
    direction(ahead) === 'above'
      ? `more than on the next, ${second}, by ${withInterval(ahead)}`
      : `the next, ${second} (${withInterval(next.drop)}), cannot be told from it (${withInterval(ahead)})`
  const whole = all === undefined ? '' : ` On every weight it costs ${signed(all.drop.value)}.`
  return [
    {
      id: `sensitivity/${by}`,
      question: `Noise on which ${by} hurts most?`,
      answer: `Gaussian noise of ${level} costs most on ${name}: ${withInterval(worst.drop)} points, ${worst.drop.n} problems, ${seeds} seeds; ${order}.${whole}`,
      ...figures(worst.drop),
      unit: POINTS,
      command: commandFor(sensitivityQuestion.needs),
    },
  ]
}
