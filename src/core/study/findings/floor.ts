import { schemeName } from '../../figures/groups'
import type { Condition } from '../../experiment/spec'
import { unseenShare } from '../../metrics/noise-floor'
import type { Finding } from '../../paper/findings'
import { IDENTITY_CONTROL } from '../floors'
import { commandFor, type Answered, type Question } from './answered'
import { designOf } from './design'
import { Pool } from './pool'
import { complete, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { percent } from './words'

/** Beside the plan: what flips between runs that should not differ. */
export const floorQuestion: Question = {
  title: 'How much flips when nothing differs?',
  needs: ['floor'],
  answer: ({ floor: open }) => (open === undefined ? null : answered(open)),
}

interface Row {
  readonly id: string
  readonly name: string
  readonly scheme: string
  /** Verdicts compared, and those that differ. */
  readonly verdicts: number
  readonly flipped: number
  /** Share that flips; 95 % by problem. */
  readonly share: { readonly value: number; readonly low: number; readonly high: number }
  readonly n: number
}

function answered(open: FindingRun): Answered | null {
  const design = designOf(open)
  if (design === null) return null
  const again = open.run.conditions.flatMap((condition, place) => {
    const named = nameOf(condition)
    return named === null ? [] : [{ ...named, place }]
  })
  const variants = open.run.variants.map((_, place) => place)
  const schemes = [...new Set(variants.map((place) => schemeName(open.run, place)))]
  const rows = again.flatMap(({ id, name, place }) =>
    ['all', ...schemes].flatMap((scheme) => {
      const arms = variants.filter((arm) => scheme === 'all' || schemeName(open.run, arm) === scheme)
      return rowOf(open, { id, name, scheme, arms, clean: design.clean, place, benchmarks: design.benchmarks })
    }),
  )
  if (rows.length === 0) return null
  return {
    title: floorQuestion.title,
    answers: rows.filter(({ scheme }) => scheme === 'all').map(finding),
    tables: [
      {
        title: 'Verdicts that differ from the clean run',
        columns: ['re-run', 'variants', 'verdicts', 'differ', 'share (95 % by problem)'],
        rows: rows.map(({ name, scheme, verdicts, flipped, share, n }) => [
          name,
          scheme,
          String(verdicts),
          String(flipped),
          flipped === 0
            ? `none; at most ${percent(unseenShare(n))} of problems`
            : `${percent(share.value)} (${percent(share.low)} to ${percent(share.high)})`,
        ]),
      },
    ],
    limits: ['One machine and one device; another device is another floor.'],
  }
}

function nameOf({ prompt, weights }: Condition): { id: string; name: string } | null {
  if (prompt?.attack === IDENTITY_CONTROL && weights === null) {
    const rows = Number(prompt.parameters['rows'] ?? 0)
    if (rows === 0) return { id: 'identical', name: 'identical re-run' }
    return { id: `rows-${rows}`, name: rows === 1 ? 'one row at a time' : `${rows} rows together` }
  }
  const isDequantized = prompt === null && weights !== null && weights.level === 0
  return isDequantized ? { id: 'dequantized', name: 'dequantized arithmetic, no noise' } : null
}

interface Place {
  readonly id: string
  readonly name: string
  readonly scheme: string
  readonly arms: readonly number[]
  readonly clean: number
  readonly place: number
  readonly benchmarks: readonly string[]
}

function rowOf(open: FindingRun, { id, name, scheme, arms, clean, place, benchmarks }: Place): Row[] {
  const whole = new Verdicts(open, tasksOf(open))
  const pairs = arms.flatMap((arm) =>
    benchmarks.map((benchmark) => [clean, place].map((one) => whole.column(arm, one, benchmark))),
  )
  const places = complete(pairs.flat())
  if (places.length === 0) return []
  const pool = new Pool(places.length)
  let flipped = 0
  for (const [before, after] of pairs) {
    const differs = (problem: number) => Number(before?.[places[problem] ?? 0] !== after?.[places[problem] ?? 0])
    pool.add('', 1, 0, (problem) => differs(problem) / pairs.length)
    flipped += places.reduce((sum, _, problem) => sum + differs(problem), 0)
  }
  const share = pool.estimate((means) => means[0] ?? 0, 'within')
  return [{ id, name, scheme, verdicts: pairs.length * places.length, flipped, share, n: places.length }]
}

function finding({ id, name, verdicts, flipped, share, n }: Row): Finding {
  const rounded = (value: number) => Math.round(value * 1e5) / 1e3
  const bound = unseenShare(n)
  const figure =
    flipped === 0
      ? { estimate: 0, low: 0, high: rounded(bound) }
      : { estimate: rounded(share.value), low: rounded(share.low), high: rounded(share.high) }
  return {
    id: `floor/${id}`,
    question: `How much flips: ${name}?`,
    answer:
      flipped === 0
        ? `${sentence(name)}: none of ${verdicts} verdicts differs from the first run. On ${n} problems up to ${percent(bound)} of them could still flip unseen.`
        : `${sentence(name)}: ${flipped} of ${verdicts} verdicts differ from the first run, ${percent(share.value)} (${percent(share.low)} to ${percent(share.high)} by problem, ${n} problems).`,
    ...figure,
    unit: '% of verdicts',
    n,
    command: commandFor(floorQuestion.needs),
  }
}

function sentence(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
