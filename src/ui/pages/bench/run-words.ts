import { assertNever } from '../../../core/errors'
import type { RunRecord } from '../../../core/experiment/record'
import { counted, duration, megabytes } from '../../words'
import type { HistoryEntry } from './history.svelte'
import type { BenchPhase, BenchProgress } from './session.svelte'

/** Words for a run and how far it is: page, history and tab say the same. */

export function phaseWords(phase: BenchPhase): string {
  switch (phase) {
    case 'idle':
    case 'starting':
      return 'Starting'
    case 'running':
      return 'Running'
    case 'paused':
      return 'Paused'
    case 'finished':
      return 'Finished'
    case 'partial':
      return 'Ended, not whole'
    case 'cancelled':
      return 'Cancelled'
    case 'failed':
      return 'Stopped by an error'
    default:
      return assertNever(phase)
  }
}

/** "12 of 24 samples · 2 of 6 cells · 8 kept from before · 3.2 a second · about 4 s left". */
export function paceWords(
  { done, total, cells, cellsDone, reused, rate, secondsLeft }: BenchProgress,
  isRunning: boolean,
): string {
  const parts = [`${numbers(done, total)} samples`]
  if (cells > 0) parts.push(`${numbers(cellsDone, cells)} cells`)
  if (reused > 0) parts.push(`${reused.toLocaleString('en')} kept from before`)
  if (isRunning && rate !== null)
    parts.push(rate >= 1 ? `${rate.toFixed(1)} a second` : `${(rate * 60).toFixed(0)} a minute`)
  if (isRunning && secondsLeft !== null && done < total) parts.push(`about ${duration(secondsLeft)} left`)
  return parts.join(' · ')
}

/** Before the page's title, so that a tab in the background tells; empty where there is nothing to tell. */
export function titleWords(phase: BenchPhase, { done, total }: BenchProgress): string {
  switch (phase) {
    case 'idle':
      return ''
    case 'running':
      return total === 0 ? 'Starting · ' : `${Math.floor((100 * done) / total)} % · `
    default:
      return `${phaseWords(phase)} · `
  }
}

/** Why a run that came to its end is not whole. */
export function partialWords({ failures = [], spec, shard }: Pick<RunRecord, 'failures' | 'spec' | 'shard'>): string {
  const reasons = [
    ...(failures.length > 0 ? [`${counted(failures.length, 'failure')} (below)`] : []),
    ...(shard === undefined ? [] : [`it is part ${shard.index} of ${shard.of}`]),
    ...(failures.length === 0 && shard === undefined && spec.budget !== undefined ? ['its budget is spent'] : []),
  ]
  const why = reasons.length === 0 ? 'some samples are not there' : reasons.join(', ')
  return `Not whole: ${why}. Start it again to go on: only what is missing is made.`
}

/** How far a run of the history is, and what it takes. */
export function historyWords({ record, usage }: Pick<HistoryEntry, 'record' | 'usage'>, asked: number | null): string {
  const there = usage?.there ?? 0
  const size = usage === null || there === 0 ? [] : [`about ${megabytes(usage.bytes)}`]
  if (record !== null) {
    const samples = record.cells.reduce((sum, { n }) => sum + n, 0)
    const state = record.status === 'finished' ? 'finished' : 'partial'
    return [state, counted(samples, 'sample'), ...size].join(', ')
  }
  const of = asked === null ? '' : ` of ${asked.toLocaleString('en')}`
  return ['not finished', `${there.toLocaleString('en')}${of} samples there`, ...size].join(', ')
}

function numbers(done: number, total: number): string {
  return `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`
}
