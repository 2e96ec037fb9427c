import type { Benchmark } from '../../../core/benchmarks/types'
import type { ImportedSamples } from '../../../core/grading/types'

export interface SamplesDescription {
  readonly samples: number
  readonly completions: number
  readonly tasks: number
  /** Samples of the task that has the fewest and the most. */
  readonly least: number
  readonly most: number
  /** Samples for tasks of the benchmark. */
  readonly known: number
  /** Tasks of samples that the benchmark does not have; empty while no benchmark is chosen, as is `missing`. */
  readonly unknown: readonly string[]
  /** Tasks of the benchmark without a sample. */
  readonly missing: readonly string[]
}

/** What is in a samples file, seen from a benchmark. */
export function describeSamples({ samples }: ImportedSamples, benchmark: Benchmark | null): SamplesDescription {
  const counts = new Map<string, number>()
  for (const { taskId } of samples) counts.set(taskId, (counts.get(taskId) ?? 0) + 1)
  const each = [...counts.values()]
  const known = new Set(benchmark?.problems.map(({ taskId }) => taskId) ?? counts.keys())
  return {
    samples: samples.length,
    completions: samples.filter(({ text }) => text.kind === 'completion').length,
    tasks: counts.size,
    least: each.reduce((least, count) => Math.min(least, count), each[0] ?? 0),
    most: each.reduce((most, count) => Math.max(most, count), 0),
    known: samples.filter(({ taskId }) => known.has(taskId)).length,
    unknown: [...counts.keys()].filter((taskId) => !known.has(taskId)),
    missing: [...known].filter((taskId) => !counts.has(taskId)),
  }
}
