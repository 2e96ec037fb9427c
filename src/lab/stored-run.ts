import { LabError } from '../core/errors'
import type { RunBundle, SampleRecord } from '../core/experiment/record'
import type { Benchmark } from '../core/benchmarks/types'
import type { BenchmarkSource, RunStore } from './ports'
import type { AttackSupport } from './attacks/port'
import { planWith } from './run/plan'
import type { Science } from './run/science'

/**
 * A finished run of the history with its samples and prompts, put together again without any model: the record holds
 * the hashes of the model's files, and with them the plan gives the ids of all samples.
 * Throws LabError `not-found` where the run is not finished or is gone, `storage` where samples are missing.
 */
export async function storedRun(
  specId: string,
  rooms: {
    readonly store: RunStore
    readonly benchmarks: BenchmarkSource
    readonly attacks: AttackSupport
  },
  science: Science,
): Promise<RunBundle> {
  const { store } = rooms
  const stored = await store.run(specId)
  if (stored === null || stored.record === null) {
    throw new LabError(
      'not-found',
      'This browser has no finished run of that name.',
      'Start it on the bench, or open its file.',
    )
  }
  const { spec, record: run } = stored
  const benchmarks = new Map<string, Benchmark>()
  for (const { id } of spec.benchmarks) benchmarks.set(id, await rooms.benchmarks.load(id))
  const plan = await planWith(spec, benchmarks, rooms.attacks, science)
  const tasks = plan.cells.flatMap((cell) => {
    const files = run.variants[cell.variant]?.files ?? {}
    return cell.jobs.map((job) => ({ cell: cell.key, id: job.id(files) }))
  })
  const found = await store.samples([...new Set(tasks.map(({ id }) => id))])
  const samples = tasks.flatMap(({ cell, id }): SampleRecord[] => {
    const sample = found.get(id)
    return sample === undefined ? [] : [{ ...sample, cell }]
  })
  if (samples.length < tasks.length) {
    throw new LabError(
      'storage',
      `${tasks.length - samples.length} of ${tasks.length} samples of this run are no longer in this browser.`,
      'Start it again on the bench: only what is missing is made anew.',
    )
  }
  return { run, samples, prompts: plan.prompts }
}
