import { columnsOf } from './columns'
import type { PromptRecord, RunBundle, RunRecord, SampleRecord } from './record'
import type { RunTable } from './run-table'
import type { SentPrompts } from './verdict-file'

/** A run as pages hold it: the record and the verdicts at hand, texts fetched one by one. */
export interface OpenRun {
  readonly run: RunRecord
  readonly table: RunTable
  /** Which prompt each problem got under each condition. */
  readonly sent: SentPrompts
  /** How many samples have their texts here: all of a run of this browser, a part of a recorded one, none of a bare run.json. */
  readonly texts: number
  /** Null where the run has no such sample, or holds its verdict only. */
  sample(cell: string, task: string, index?: number): Promise<SampleRecord | null>
  /** The prompt of a problem under a condition, as sent to the variants that share it; null where it is not at hand. */
  prompt(condition: number, benchmark: string, task: string): Promise<PromptRecord | null>
  /** All samples whose texts are here, in the order of the plan: for exports. */
  samples(): AsyncIterable<readonly SampleRecord[]>
  /** All prompts that are here. */
  prompts(): Promise<readonly PromptRecord[]>
}

/** A bundle in memory as an open run. Throws LabError `bad-run` for a sample that the run has no place for. */
export function openBundle({ run, samples, prompts }: RunBundle): OpenRun {
  const { table, sent } = columnsOf(run, samples)
  const byPlace = new Map(samples.map((sample) => [placeKey(sample), sample]))
  const byHash = new Map(prompts.map((prompt) => [prompt.hash, prompt]))
  return {
    run,
    table,
    sent,
    texts: samples.length,
    sample: async (cell, task, index = 0) => byPlace.get(placeKey({ cell, task_id: task, index })) ?? null,
    prompt: async (condition, benchmark, task) => {
      const hash = sent.hash(condition, benchmark, task)
      return (hash === null ? undefined : byHash.get(hash)) ?? null
    },
    samples: async function* () {
      yield samples
    },
    prompts: async () => prompts,
  }
}

/** All of an open run in memory. */
export async function bundleOfOpen(open: OpenRun): Promise<RunBundle> {
  const samples: SampleRecord[] = []
  for await (const part of open.samples()) samples.push(...part)
  return { run: open.run, samples, prompts: await open.prompts() }
}

function placeKey({ cell, task_id, index }: Pick<SampleRecord, 'cell' | 'task_id' | 'index'>): string {
  return `${cell}\n${task_id}\n${index}`
}
