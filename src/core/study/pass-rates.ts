import { conditionLabel, variantLabel } from '../experiment/labels'
import type { RunTable } from '../experiment/run-table'
import { passEstimate } from '../figures/estimates'
import { meanPassAtK } from '../metrics/pass-at-k'
import { meanPassHatK } from '../metrics/pass-hat-k'
import type { Suite } from '../metrics/summary'
import { pairedArms } from './arms'
import type { StudiedRun } from './rows'

/** What passed in a cell. Shares of problems. */
export interface PassRate {
  readonly key: string
  readonly variant_label: string
  readonly condition_label: string
  readonly benchmark: string
  /** Problems of which all samples are there. */
  readonly n: number
  readonly pass_at_1: number
  /** 95 %: Wilson's for one sample a problem; problems and their samples drawn anew for several. */
  readonly low: number
  readonly high: number
  /** Where a problem has several samples: pass@k and pass^k (all k are right) for some k. */
  readonly by_k: readonly { readonly k: number; readonly pass_at: number; readonly pass_hat: number }[]
}

/** Every cell that has samples, in the order of the run. */
export function passRates({ run, table, suite }: StudiedRun): PassRate[] {
  return run.cells.flatMap(({ key, variant, condition, benchmark }): PassRate[] => {
    const { problems, arms } = pairedArms(table, [[key]], suite)
    const estimate = passEstimate(arms[0] ?? [], 'within')
    const [made, asked] = [run.spec.variants[variant], run.spec.conditions[condition]]
    if (estimate === null || made === undefined || asked === undefined) return []
    return [
      {
        key,
        variant_label: variantLabel(made),
        condition_label: conditionLabel(asked),
        benchmark,
        n: estimate.n,
        pass_at_1: estimate.value,
        low: estimate.low,
        high: estimate.high,
        by_k: byK(table, key, suite, problems),
      },
    ]
  })
}

const USUAL = [2, 5, 10, 100]

function byK(table: RunTable, key: string, suite: Suite, problems: readonly number[]): PassRate['by_k'] {
  const samples = table.samples
  if (samples === 1) return []
  const counts = problems.map((problem) => {
    let correct = 0
    for (let index = 0; index < samples; index += 1) {
      correct += Number(table.passed(key, problem * samples + index, suite) === true)
    }
    return { samples, correct }
  })
  const wanted = [...new Set([...USUAL.filter((k) => k < samples), samples])]
  return wanted.map((k) => ({ k, pass_at: meanPassAtK(counts, k), pass_hat: meanPassHatK(counts, k) }))
}
