import type { GradedSample } from './types'

/** Shares by name, e.g. {"pass@1": 0.5}; empty where nothing was graded. */
export type PassAtK = Readonly<Record<string, number>>

const KS = [1, 10, 100]

/** Unbiased chance that one of k samples passes, of n samples of which c pass (Chen et al. 2021, equation 1). */
export function passAtKOf(n: number, c: number, k: number): number {
  if (n - c < k) return 1
  let allFail = 1
  for (let i = n - c + 1; i <= n; i++) allFail *= 1 - k / i
  return 1 - allFail
}

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
  const tasks = new Map<string, { n: number; c: number }>()
  for (const sample of samples) {
    const { n, c } = tasks.get(sample.task_id) ?? { n: 0, c: 0 }
    tasks.set(sample.task_id, { n: n + 1, c: c + (passed(sample) ? 1 : 0) })
  }
  const counts = [...tasks.values()]
  const fewest = Math.min(...counts.map(({ n }) => n))
  const ks = counts.length === 0 ? [] : KS.filter((k) => k <= fewest)
  const mean = (k: number): number => counts.reduce((sum, { n, c }) => sum + passAtKOf(n, c, k), 0) / counts.length
  return Object.fromEntries(ks.map((k) => [`pass@${k}`, mean(k)]))
}
