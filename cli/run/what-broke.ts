import { conditionLabel, variantLabel } from '../../src/core/experiment/labels'
import type { RunBundle, RunRecord } from '../../src/core/experiment/record'
import { flippedProblems, type FlippedProblems } from '../../src/core/metrics/flipped-problems'
import { headline } from '../../src/core/metrics/verdict'
import type { Suite } from '../arguments'

/** The problems that flipped, for every comparison of the run: losses first, then drops. */
export function flipsOf({ run, samples }: RunBundle, suite: Suite): FlippedProblems[] {
  return [...run.losses, ...run.drops]
    .filter((record) => record.suite === suite)
    .map((record) => flippedProblems(record, samples))
}

/** The verdict in one sentence, then problem by problem what broke. */
export function whatBroke(bundle: RunBundle, suite: Suite): string {
  const lines = flipsOf(bundle, suite)
    .filter(({ lost, gained }) => lost.length + gained.length > 0)
    .flatMap(({ cell, against, lost, gained }) => [
      `${cellWords(bundle.run, cell)}, against ${cellWords(bundle.run, against)}:`,
      ...(lost.length > 0 ? [`  broke  ${lost.join(' ')}`] : []),
      ...(gained.length > 0 ? [`  mended ${gained.join(' ')}`] : []),
    ])
  return [headline(bundle.run, suite), ...(lines.length > 0 ? ['', ...lines] : [])].join('\n')
}

function cellWords(run: RunRecord, key: string): string {
  const cell = run.cells.find((one) => one.key === key)
  const variant = cell === undefined ? undefined : run.variants[cell.variant]
  const condition = cell === undefined ? undefined : run.conditions[cell.condition]
  if (variant === undefined || condition === undefined) return key
  const benchmark = run.benchmarks.length > 1 ? [cell?.benchmark ?? ''] : []
  return [variantLabel(variant), conditionLabel(condition), ...benchmark].join(', ')
}
