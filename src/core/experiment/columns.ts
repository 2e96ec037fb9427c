import { LabError } from '../errors'
import type { RunRecord, SampleRecord } from './record'
import { RunTable, type TableSample } from './run-table'
import type { SentPrompts } from './verdict-file'

export interface RunColumns {
  readonly table: RunTable
  readonly sent: SentPrompts
}

/** The columns of a run from its samples. Throws LabError `bad-run` for a sample that run.json has no place for. */
export function columnsOf(
  run: Pick<RunRecord, 'cells' | 'benchmarks' | 'spec'>,
  samples: readonly (TableSample & Pick<SampleRecord, 'prompt'>)[],
): RunColumns {
  const said = run.benchmarks.flatMap(({ id, tasks }) => (tasks === undefined ? [] : [[id, tasks] as const]))
  const table = new RunTable(run.cells, new Map([...tasksOf(run, samples), ...said]), run.spec.samples)
  const places = new Map(run.cells.map(({ key, condition, benchmark }) => [key, `${condition}\n${benchmark}`]))
  const hashes = new Map<string, string>()
  for (const sample of samples) {
    if (!table.set(sample)) {
      throw new LabError(
        'bad-run',
        `There is a sample of ${sample.task_id} in ${sample.cell}, which run.json does not have.`,
        'The files of this run do not belong together. Ask for the run again, or make it anew from its spec.',
      )
    }
    const key = `${places.get(sample.cell)}\n${sample.task_id}`
    if (!hashes.has(key)) hashes.set(key, sample.prompt)
  }
  const hash: SentPrompts['hash'] = (condition, benchmark, task) =>
    hashes.get(`${condition}\n${benchmark}\n${task}`) ?? null
  return { table, sent: { hash } }
}

/** Ids of the problems of each benchmark, in the order in which the samples first name them: that of the plan. */
function tasksOf(
  run: Pick<RunRecord, 'cells'>,
  samples: readonly Pick<SampleRecord, 'cell' | 'task_id'>[],
): Map<string, string[]> {
  const benchmarks = new Map(run.cells.map(({ key, benchmark }) => [key, benchmark]))
  const tasks = new Map<string, Set<string>>()
  for (const { benchmark } of run.cells) tasks.set(benchmark, new Set())
  for (const { cell, task_id } of samples) tasks.get(benchmarks.get(cell) ?? '')?.add(task_id)
  return new Map([...tasks].map(([benchmark, ids]) => [benchmark, [...ids]]))
}
