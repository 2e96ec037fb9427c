import { strFromU8 } from 'fflate'
import { LabError } from '../core/errors'
import { checkCounts } from '../core/experiment/check-counts'
import { columnsOf, type RunColumns } from '../core/experiment/columns'
import type { OpenRun } from '../core/experiment/open-run'
import { parseLines, parsePrompt, parseRunText } from '../core/experiment/parse-run'
import type { PromptRecord, RunRecord, SampleRecord } from '../core/experiment/record'
import type { RunTable } from '../core/experiment/run-table'
import { parseVerdicts } from '../core/experiment/verdict-file'
import { gunzipped } from './gunzip'
import { PROMPTS_FILE, RUN_FILE, SAMPLES_FILE, VERDICTS_FILE } from './run-folder'
import { SampleLines } from './sample-lines'

const HINT = 'Open a run.json or a .zip that Shakedown exported. If the file was sent to you, ask for it again.'
/** Samples handed on at a time when all are asked for. */
const CHUNK = 500
/** No sample takes fewer bytes as a line: its keys and two hashes alone are more. */
const SHORTEST_LINE = 300

/**
 * A run from its files, as they lie in the folder or the .zip. With verdicts.json.gz only run.json and the verdicts are
 * read at first; without it every sample is. Throws LabError `bad-run`, `newer-version`; also when counts of run.json do not
 * follow from the samples.
 */
export async function openRunFiles(files: ReadonlyMap<string, Uint8Array>): Promise<OpenRun> {
  const bytes = files.get(RUN_FILE)
  if (bytes === undefined) throw new LabError('bad-run', `There is no ${RUN_FILE} in it.`, HINT)
  const run = parseRunText(strFromU8(bytes))
  const samples = once(async () => new SampleLines(await unpacked(files, SAMPLES_FILE)))
  const prompts = once(async () =>
    parseLines(strFromU8(await unpacked(files, PROMPTS_FILE)), PROMPTS_FILE, parsePrompt),
  )
  const columns = files.has(VERDICTS_FILE)
    ? parseVerdicts(parseJson(strFromU8(await unpacked(files, VERDICTS_FILE))), run)
    : columnsOf(run, small(await samples()))
  // A bare run.json has nothing that its counts could be compared with.
  if (files.has(VERDICTS_FILE) || files.has(SAMPLES_FILE)) checkCounts(run, columns.table)
  return openRun(run, columns, samples, prompts, await textsIn(files, columns.table, samples))
}

/**
 * How many samples have their texts in the files. Where there are verdicts, samples are unpacked to be counted only if
 * there are too few bytes for all of them, as in a recorded run that keeps the texts of some problems.
 */
async function textsIn(
  files: ReadonlyMap<string, Uint8Array>,
  table: RunTable,
  samples: () => Promise<SampleLines>,
): Promise<number> {
  const packed = files.get(SAMPLES_FILE)
  if (packed === undefined) return 0
  const isLikelyAll = files.has(VERDICTS_FILE) && unpackedSize(packed) >= table.size * SHORTEST_LINE
  return isLikelyAll ? table.size : (await samples()).size
}

/** Bytes that a .gz unpacks to, from its last four; of bytes that are no gzip, their number. */
function unpackedSize(bytes: Uint8Array): number {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes.length < 18) return bytes.length
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true)
}

function openRun(
  run: RunRecord,
  { table, sent }: RunColumns,
  samples: () => Promise<SampleLines>,
  prompts: () => Promise<readonly PromptRecord[]>,
  texts: number,
): OpenRun {
  const byHash = once(async () => new Map((await prompts()).map((prompt) => [prompt.hash, prompt])))
  return {
    run,
    table,
    sent,
    texts,
    sample: async (cell, task, index = 0) => checked((await samples()).find(cell, task, index), table),
    prompt: async (condition, benchmark, task) => {
      const hash = sent.hash(condition, benchmark, task)
      return hash === null ? null : ((await byHash()).get(hash) ?? null)
    },
    samples: async function* () {
      const lines = await samples()
      for (let at = 0; at < lines.size; at += CHUNK) {
        const part: SampleRecord[] = []
        for (let line = at; line < Math.min(lines.size, at + CHUNK); line += 1) {
          const sample = checked(lines.at(line), table)
          if (sample !== null) part.push(sample)
        }
        yield part
      }
    },
    prompts,
  }
}

/** Throws LabError `bad-run` where a sample is not what the verdicts say of it. */
function checked(sample: SampleRecord | null, table: RunTable): SampleRecord | null {
  if (sample === null) return null
  const said = table.get(sample.cell, sample.task_id, sample.index)
  const isSame =
    said !== null &&
    said.base_status === sample.base_status &&
    said.plus_status === sample.plus_status &&
    said.kind === sample.kind
  if (isSame) return sample
  throw new LabError(
    'bad-run',
    `The sample of ${sample.task_id} in ${sample.cell} is not what ${VERDICTS_FILE} says of it.`,
    'One of them was changed after the run. Ask for the run again, or make it anew from its spec.',
  )
}

/** What the columns need; the texts are not kept. */
function small(lines: SampleLines): Parameters<typeof columnsOf>[1] {
  return Array.from({ length: lines.size }, (_, line) => {
    const { cell, task_id, index, base_status, plus_status, kind, tokens, prompt } = lines.at(line)
    return { cell, task_id, index, base_status, plus_status, kind, tokens, prompt }
  })
}

async function unpacked(files: ReadonlyMap<string, Uint8Array>, name: string): Promise<Uint8Array> {
  const packed = files.get(name)
  return packed === undefined ? new Uint8Array() : gunzipped(packed, name)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LabError('bad-run', `${VERDICTS_FILE} is not JSON.`, HINT, { cause })
  }
}

/** The same promise for all who ask. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => (made ??= make())
}
