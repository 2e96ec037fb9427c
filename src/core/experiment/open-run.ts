import type { PromptRecord, RunBundle, RunRecord, SampleRecord } from './record'
import { RunTable } from './run-table'

/** A run as pages hold it: the record and the verdicts at hand, texts fetched one by one. */
export interface OpenRun {
  readonly run: RunRecord
  readonly table: RunTable
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

/** A bundle in memory as an open run. */
export function openBundle({ run, samples, prompts }: RunBundle): OpenRun {
  const table = new RunTable(run.cells, tasksOf(run, samples), run.spec.samples)
  const byPlace = new Map<string, SampleRecord>()
  for (const sample of samples) if (table.set(sample)) byPlace.set(placeKey(sample), sample)
  const byHash = new Map(prompts.map((prompt) => [prompt.hash, prompt]))
  return {
    run,
    table,
    texts: samples.length,
    sample: async (cell, task, index = 0) => byPlace.get(placeKey({ cell, task_id: task, index })) ?? null,
    prompt: async (condition, benchmark, task) => {
      const cell = run.cells.find(
        (one) =>
          one.condition === condition &&
          one.benchmark === benchmark &&
          byPlace.has(placeKey({ cell: one.key, task_id: task, index: 0 })),
      )
      const sample = cell && byPlace.get(placeKey({ cell: cell.key, task_id: task, index: 0 }))
      return (sample && byHash.get(sample.prompt)) ?? null
    },
    samples: async function* () {
      yield samples
    },
    prompts: async () => prompts,
  }
}

function placeKey({ cell, task_id, index }: Pick<SampleRecord, 'cell' | 'task_id' | 'index'>): string {
  return `${cell}\n${task_id}\n${index}`
}

/** Ids of the problems of each benchmark, in the order in which the samples first name them: that of the plan. */
export function tasksOf(
  run: Pick<RunRecord, 'cells'>,
  samples: Iterable<Pick<SampleRecord, 'cell' | 'task_id'>>,
): Map<string, string[]> {
  const benchmarks = new Map(run.cells.map(({ key, benchmark }) => [key, benchmark]))
  const tasks = new Map<string, Set<string>>()
  for (const { benchmark } of run.cells) tasks.set(benchmark, new Set())
  for (const { cell, task_id } of samples) tasks.get(benchmarks.get(cell) ?? '')?.add(task_id)
  return new Map([...tasks].map(([benchmark, ids]) => [benchmark, [...ids]]))
}
