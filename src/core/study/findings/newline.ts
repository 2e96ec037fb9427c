import type { Finding } from '../../paper/findings'
import { commandFor, type Answered, type Question } from './answered'
import { conditionWith, designOf, type Design, type Model } from './design'
import { Pool, type Tested } from './pool'
import { complete, formOf, type FindingRun, tasksOf, Verdicts } from './verdicts'
import { cannotTell, direction, figures, percent, POINTS, sees, size, withInterval } from './words'

/** Question 4 of the plan, assert form. */
export const newlineQuestion: Question = {
  title: 'How much does the lost newline add?',
  needs: ['newline', 'attacks'],
  answer: ({ newline, attacks }) => (newline === undefined ? null : answered(newline, attacks ?? null)),
}

const [LOST, KEPT, ALONE] = [0, 1, 2] as const
/** What passes under the attack with the newline lost. */
const LEFT = 3
/** Below this share nothing is left to lose. */
const NOTHING = 0.005
const ATTACK = 'char'
const CONTROL = 'control-newline'

interface Row {
  readonly name: string
  readonly lost: Tested
  readonly kept: Tested | null
  readonly added: Tested | null
  readonly alone: Tested
  /** Share that passes under the attack with the newline lost. */
  readonly left: number
}

function answered(newline: FindingRun, attacks: FindingRun | null): Answered | null {
  const design = designOf(newline)
  if (design === null) return null
  const arms = (wanted: (model: Model) => number | undefined) => design.models.flatMap((model) => wanted(model) ?? [])
  const groups = [
    { name: 'fp32', variants: arms(({ original }) => original) },
    ...design.models.map(({ size: name, original }) => ({ name: `fp32 ${name}`, variants: [original] })),
    ...design.schemes.map((scheme) => ({ name: scheme, variants: arms(({ schemes }) => schemes.get(scheme)) })),
  ]
  const rows = groups.flatMap(({ name, variants }) => rowOf(newline, attacks, design, name, variants))
  const [main] = rows
  if (main === undefined) return null
  return {
    title: newlineQuestion.title,
    answers: findings(main),
    tables: [
      {
        title: 'Assert form, in points of pass@1; mean over the sizes',
        columns: [
          '',
          `${ATTACK}, newline lost (95 %)`,
          'kept (95 %)',
          'what the loss adds (95 %)',
          'sees',
          'newline alone (95 %)',
        ],
        rows: rows.map(({ name, lost, kept, added, alone }) => [
          name,
          withInterval(lost),
          kept === null ? '' : withInterval(kept),
          added === null ? '' : withInterval(added),
          added === null ? '' : sees(added),
          withInterval(alone),
        ]),
      },
    ],
    limits: [
      'These models have met nothing but prompts that end in a newline: what its loss does to them says that it can matter, not how much it matters to a large model.',
      ...(attacks === null
        ? ['The run with the newline kept (attacks) is not there, so what the loss adds is left out.']
        : []),
    ],
  }
}

/** Both runs hold the same variants in the same order: their specs differ in conditions and prompts only. */
function rowOf(
  newline: FindingRun,
  attacks: FindingRun | null,
  design: Design,
  name: string,
  variants: readonly number[],
): Row[] {
  const benchmark = design.benchmarks.find((id) => formOf(id) === 'assert')
  const [lost, alone] = [conditionWith(newline, ATTACK, 'published'), conditionWith(newline, CONTROL, 'corrected')]
  if (benchmark === undefined || lost === null || alone === null || variants.length === 0) return []
  const tasks = tasksOf(newline)
  const here = new Verdicts(newline, tasks)
  const pairs = [
    [LOST, here, design.clean, lost],
    [ALONE, here, design.clean, alone],
    ...keptPair(attacks, tasks),
  ] as const
  const columns = pairs.flatMap(([, verdicts, clean, condition]) =>
    variants.flatMap((arm) => [clean, condition].map((one) => verdicts.column(arm, one, benchmark))),
  )
  const places = complete(columns)
  if (places.length === 0) return []
  const pool = new Pool(places.length, 4)
  for (const [quantity, whole, clean, condition] of pairs) {
    const verdicts = whole.only(places)
    for (const arm of variants) {
      const [before, after] = [clean, condition].map((one) => verdicts.column(arm, one, benchmark))
      if (quantity === LOST) pool.add('', 1, LEFT, (problem) => (after?.[problem] ?? 0) / variants.length)
      pool.add('', 1, quantity, (problem) => ((before?.[problem] ?? 0) - (after?.[problem] ?? 0)) / variants.length)
    }
  }
  const of = (statistic: (means: Float64Array) => number) => pool.tested(statistic, 'within')
  const hasKept = pairs.length > 2
  return [
    {
      name,
      lost: of((means) => means[LOST] ?? 0),
      kept: hasKept ? of((means) => means[KEPT] ?? 0) : null,
      added: hasKept ? of((means) => (means[LOST] ?? 0) - (means[KEPT] ?? 0)) : null,
      alone: of((means) => means[ALONE] ?? 0),
      left: pool.means()[LEFT] ?? 0,
    },
  ]
}

function keptPair(attacks: FindingRun | null, tasks: readonly string[]) {
  if (attacks === null) return []
  const clean = designOf(attacks)?.clean
  const condition = conditionWith(attacks, ATTACK, 'published')
  if (clean === undefined || condition === null) return []
  return [[KEPT, new Verdicts(attacks, tasks), clean, condition] as const]
}

function findings({ name, lost, kept, added, alone, left }: Row): Finding[] {
  const command = commandFor(newlineQuestion.needs)
  const about = `${name}, mean over the sizes, assert form, ${alone.n} problems`
  const control: Finding = {
    id: 'newline/alone',
    question: 'What does the loss of the final newline do by itself?',
    answer: `Taking away the final newline and nothing else ${
      {
        above: `costs ${size(alone.value)} points`,
        below: `brings ${size(alone.value)} points`,
        unclear: 'changes pass@1 by nothing that can be told from 0',
      }[direction(alone)]
    } (${withInterval(alone)}; ${about})${cannotTell(alone)}.`,
    ...figures(alone),
    unit: POINTS,
    command,
  }
  if (added === null || kept === null) return [control]
  const words = {
    above: `The lost newline adds ${size(added.value)} points to the drop`,
    below: `With the newline lost the drop is ${size(added.value)} points smaller`,
    unclear: 'What the lost newline adds to the drop cannot be told from 0',
  }
  return [
    {
      id: 'newline/char',
      question: 'How much does the lost newline add to the drop of the published character attack?',
      answer: `${words[direction(added)]} (${withInterval(added)}): ${ATTACK} as published costs ${withInterval(lost)} points with the newline lost and ${withInterval(kept)} with the same letters and the newline kept (${about})${cannotTell(added)}.${left < NOTHING ? ` With the newline lost ${percent(left)} pass: it takes whatever the letters leave, so the two do not add up.` : ''}`,
      ...figures(added),
      unit: POINTS,
      command,
    },
    control,
  ]
}
