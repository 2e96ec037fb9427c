import type { RejectedPrompt, RunBundle, RunRecord } from '../experiment/record'
import { summarise } from './summary'

/**
 * The record of a run with what a person said of its perturbed prompts: the statistics as they are, and once more
 * without the problems whose prompt was rejected. A comparison takes the problems that all its arms have, so a rejected
 * prompt leaves the drop, the loss and the score of its condition, and those of no other.
 *
 * Rejections that are of no perturbed prompt of this run are left aside; without any, `review` is taken away.
 */
export function reviewed({ run, samples, prompts }: RunBundle, rejected: readonly RejectedPrompt[]): RunRecord {
  const rest = { ...run }
  delete rest.review
  const perturbed = new Set(prompts.filter(({ edits }) => edits.length > 0).map(keyOf))
  const kept = new Map(rejected.map((one) => [rejectionKey(one), one]))
  for (const key of kept.keys()) if (!perturbed.has(key)) kept.delete(key)
  if (kept.size === 0) return rest
  const attacked = new Set(
    run.cells.filter(({ condition }) => (run.conditions[condition]?.prompt ?? null) !== null).map(({ key }) => key),
  )
  const left = samples.filter((sample) => !(attacked.has(sample.cell) && kept.has(rejectionKey(sample))))
  const sorted = [...kept.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  return {
    ...rest,
    review: {
      rejected: sorted.map(({ task_id, prompt }) => ({ task_id, prompt })),
      without: summarise(run.spec, left),
    },
  }
}

/** One text for one prompt of one problem. */
export function rejectionKey({ task_id, prompt }: RejectedPrompt): string {
  return `${task_id} ${prompt}`
}

const keyOf = ({ task_id, hash }: { readonly task_id: string; readonly hash: string }): string =>
  rejectionKey({ task_id, prompt: hash })
