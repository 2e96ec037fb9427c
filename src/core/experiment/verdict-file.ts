import * as v from 'valibot'
import { LabError } from '../errors'
import { VERDICT_KINDS } from '../judge/verdict'
import type { RunRecord } from './record'
import { RunTable, STATUSES } from './run-table'
import { describeIssues } from './validate'

/**
 * verdicts.json.gz of a run folder: what a run found, without its texts. It opens a run of any size at once, and is what a
 * recorded run keeps of the samples whose texts it leaves out.
 */

/** A character a sample, problems in file order: `.` none, then STATUSES by their first letters. */
const STATUS_LETTERS = `.${STATUSES.map((status) => status.charAt(0)).join('')}`
/** A letter a sample, by the place in VERDICT_KINDS. */
const KIND_LETTERS = VERDICT_KINDS.map((_, place) => String.fromCharCode(97 + place)).join('')

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Statuses = v.pipe(v.string(), v.regex(/^[.pft]*$/))

export const VerdictFileSchema = v.strictObject({
  version: v.literal(1),
  kind: v.literal('shakedown-verdicts'),
  /** Samples a problem. */
  samples: v.pipe(Count, v.minValue(1)),
  /** Ids of the problems by benchmark, in file order. */
  tasks: v.record(v.string(), v.array(v.string())),
  cells: v.array(
    v.strictObject({
      key: v.string(),
      base: Statuses,
      plus: Statuses,
      kind: v.pipe(v.string(), v.regex(/^[a-z]*$/)),
      tokens: v.array(v.pipe(Count, v.maxValue(0xffff))),
    }),
  ),
  /** Hashes of the prompts as sent, each once. */
  prompts: v.array(v.string()),
  /** By condition and benchmark: for each problem the place of its prompt in `prompts`, -1 where there is no sample. */
  sent: v.array(
    v.strictObject({
      condition: Count,
      benchmark: v.string(),
      prompts: v.array(v.pipe(v.number(), v.integer(), v.minValue(-1))),
    }),
  ),
})

export type VerdictFile = v.InferOutput<typeof VerdictFileSchema>

/** Which prompt each problem got under each condition. */
export interface SentPrompts {
  /** Hash of the prompt; null where there is no sample. */
  hash(condition: number, benchmark: string, task: string): string | null
}

export function encodeVerdicts(run: Pick<RunRecord, 'conditions'>, table: RunTable, sent: SentPrompts): VerdictFile {
  const prompts = new Map<string, number>()
  const placeOf = (hash: string | null) => {
    if (hash === null) return -1
    const place = prompts.get(hash) ?? prompts.size
    prompts.set(hash, place)
    return place
  }
  const letters = (codes: Uint8Array, alphabet: string) => Array.from(codes, (code) => alphabet.charAt(code)).join('')
  return {
    version: 1,
    kind: 'shakedown-verdicts',
    samples: table.samples,
    tasks: Object.fromEntries([...table.tasks].map(([id, list]) => [id, [...list]])),
    cells: table.keys.flatMap((key) => {
      const columns = table.columns(key)
      if (columns === undefined) return []
      const { base, plus, kind, tokens } = columns
      return {
        key,
        base: letters(base, STATUS_LETTERS),
        plus: letters(plus, STATUS_LETTERS),
        kind: letters(kind, KIND_LETTERS),
        tokens: [...tokens],
      }
    }),
    sent: run.conditions.flatMap((_, condition) =>
      [...table.tasks].map(([benchmark, tasks]) => ({
        condition,
        benchmark,
        prompts: tasks.map((task) => placeOf(sent.hash(condition, benchmark, task))),
      })),
    ),
    prompts: [...prompts.keys()],
  }
}

/** Throws LabError `bad-run` for what is no such file, or does not fit the run's cells. */
export function parseVerdicts(json: unknown, run: Pick<RunRecord, 'cells'>): { table: RunTable; sent: SentPrompts } {
  const parsed = v.safeParse(VerdictFileSchema, json)
  if (!parsed.success) throw bad(`verdicts.json is not what it should be: ${describeIssues(parsed.issues)}.`)
  const { cells, prompts, sent, samples } = parsed.output
  const tasks = new Map(Object.entries(parsed.output.tasks))
  const table = new RunTable(run.cells, tasks, samples)
  for (const { key, base, plus, kind, tokens } of cells) {
    const columns = table.columns(key)
    if (columns === undefined) throw bad(`verdicts.json has a cell "${key}" that run.json does not have.`)
    const size = columns.base.length
    if ([base, plus, kind, tokens].some(({ length }) => length !== size)) {
      throw bad(`verdicts.json: the columns of "${key}" do not all have ${size} entries.`)
    }
    columns.base.set(Array.from(base, (letter) => STATUS_LETTERS.indexOf(letter)))
    columns.plus.set(Array.from(plus, (letter) => STATUS_LETTERS.indexOf(letter)))
    const kinds = Array.from(kind, (letter) => KIND_LETTERS.indexOf(letter))
    if (kinds.includes(-1)) throw bad(`verdicts.json: "${key}" has a kind of verdict that there is not.`)
    columns.kind.set(kinds)
    columns.tokens.set(tokens)
  }
  const places = new Map([...tasks].map(([id, list]) => [id, new Map(list.map((task, place) => [task, place]))]))
  const hashes = new Map(sent.map((one) => [`${one.condition} ${one.benchmark}`, one.prompts]))
  return {
    table,
    sent: {
      hash: (condition, benchmark, task) => {
        const place = places.get(benchmark)?.get(task)
        const prompt = place === undefined ? undefined : hashes.get(`${condition} ${benchmark}`)?.[place]
        return (prompt === undefined ? undefined : prompts[prompt]) ?? null
      },
    },
  }
}

function bad(message: string): LabError {
  return new LabError(
    'bad-run',
    message,
    'The files of this run do not belong together, or one was changed: ask for the run again, or make it anew from its spec.',
  )
}
