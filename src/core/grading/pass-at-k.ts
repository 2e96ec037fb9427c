import { meanPassAtK } from '../metrics/pass-at-k'
import type { GradedSample } from './types'

/** Shares by name, e.g. {"pass@1": 0.5}; empty where nothing was graded. */
export type PassAtK = Readonly<Record<string, number>>

const KS = [1, 10, 100]

type Statuses = Pick<GradedSample, 'task_id' | 'base_status' | 'plus_status'>

/**
 * Means over the tasks that have samples, for k of 1, 10 and 100 that no task has fewer samples than. Plus needs base
 * and plus to pass, as with EvalPlus; null where a sample has no plus status.
 */
export function passAtK(samples: readonly Statuses[]): { readonly base: PassAtK; readonly plus: PassAtK | null } {
  const base = ({ base_status }: Statuses): boolean => base_status === 'pass'
  const both = (sample: Statuses): boolean => base(sample) && sample.plus_status === 'pass'
  const hasPlus = samples.every(({ plus_status }) => plus_status !== null)
  return { base: means(samples, base), plus: hasPlus ? means(samples, both) : null }
}

function means(samples: readonly Statuses[], passed: (sample: Statuses) => boolean): PassAtK {
  const counts = new Map<string, { readonly samples: number; readonly correct: number }>()
  for (const sample of samples) {
    const count = counts.get(sample.task_id) ?? { samples: 0, correct: 0 }
    counts.set(sample.task_id, {
      samples: count.samples + 1,
      correct: count.correct + (passed(sample) ? 1 : 0),
    })
  }
  const tasks = [...counts.values()]
  // A loop, not Math.min(...): there may be more tasks than arguments.
  const fewest = tasks.reduce((least, task) => Math.min(least, task.samples), Infinity)
  const ks = tasks.length === 0 ? [] : KS.filter((k) => k <= fewest)
  return Object.fromEntries(ks.map((k) => [`pass@${k}`, meanPassAtK(tasks, k)]))
}
