import { readFileSync } from 'node:fs'

/** EvalPlus's words; null for plus tests that were not asked for or do not exist. */
export interface Statuses {
  readonly base: string
  readonly plus: string | null
}

/** One sample as one side graded it. */
export interface Graded extends Statuses {
  /** Ours only: the verdict's kind, and what the first failing test gave. */
  readonly kind: string | null
  readonly got: string | null
  /** Ours only: all tests. */
  readonly seconds: number | null
}

/** A program of the agreement test. */
export interface Program {
  readonly task: string
  /** Place among the programs of its task, from 0, in file order. -1: the reference, as a control. */
  readonly index: number
  readonly solution: string
  readonly operator: string
  readonly place: string
}

/** `TASK #INDEX` */
export type Key = string

export function keyOf(task: string, index: number): Key {
  return `${task} #${index}`
}

type Json = Readonly<Record<string, unknown>>

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function number(value: unknown, unit = 1): number | null {
  return typeof value === 'number' ? value / unit : null
}

/** Programs in file order, as mutants.py wrote them. */
export function readPrograms(path: string): Program[] {
  const seen = new Map<string, number>()
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const row = object(JSON.parse(line))
      const task = text(row['task_id']) ?? ''
      const index = seen.get(task) ?? 0
      seen.set(task, index + 1)
      const mutant = object(row['mutant'])
      return {
        task,
        index,
        solution: text(row['solution']) ?? '',
        operator: text(mutant['operator']) ?? '',
        place: text(mutant['place']) ?? '',
      }
    })
}

/** An eval_results.json of either side: samples of a task in file order. */
export function readResults(path: string): Map<Key, Graded> {
  const graded = new Map<Key, Graded>()
  for (const [task, samples] of Object.entries(object(object(JSON.parse(readFileSync(path, 'utf8')))['eval']))) {
    for (const [index, sample] of array(samples).entries()) {
      const row = object(sample)
      const beside = object(row['shakedown'])
      graded.set(keyOf(task, index), {
        base: text(row['base_status']) ?? 'missing',
        plus: text(row['plus_status']),
        kind: text(beside['kind']),
        got: text(object(beside['failing'])['got']),
        seconds: number(object(beside['timing'])['judge_ms'], 1000),
      })
    }
  }
  return graded
}

/** What EvalPlus said of a sample under the last experiment that was put on it. */
export interface Tried extends Statuses {
  readonly experiment: string
  /** Whether both sides agree under it, while the reference keeps its statuses. */
  readonly agrees: boolean
  /** Both suites, with the start of their processes. */
  readonly seconds: number
}

export interface Experiment {
  readonly python: string
  readonly numpy: string
  readonly results: ReadonlyMap<Key, Tried>
}

/** What experiments.py wrote. */
export function readExperiment(path: string): Experiment {
  const file = object(JSON.parse(readFileSync(path, 'utf8')))
  const results = array(file['results']).map((result): [Key, Tried] => {
    const row = object(result)
    const statuses = { base: text(row['base']) ?? '', plus: text(row['plus']) }
    const experiment = text(row['experiment']) ?? ''
    const tried = { ...statuses, experiment, agrees: row['agrees'] === true, seconds: Number(row['seconds']) }
    return [keyOf(text(row['task_id']) ?? '', Number(row['index'])), tried]
  })
  return { python: text(file['python']) ?? '', numpy: text(file['numpy']) ?? '', results: new Map(results) }
}

/** Plus tests that do not exist pass natively, where a list of none is run through. */
export function same(left: Statuses, right: Statuses): boolean {
  return left.base === right.base && (left.plus ?? 'pass') === (right.plus ?? 'pass')
}
