import { HAND } from '../../core/attacks/control/hand'
import { attacks } from '../../core/attacks/registry'
import { problemUnderAttack } from '../../core/attacks/renamed-problem'
import type { Attack, AttackResult } from '../../core/attacks/types'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import { isCancelled, toPlainError, type PlainError } from '../../core/errors'
import type { PromptCondition } from '../../core/experiment/spec'
import type { AttackSupport } from '../attacks/port'
import { attackInput, prepareAttacks } from '../attacks/prepare'
import type { Loan } from '../play'
import { planAttacked, type PlayJob, type PlayScience } from './jobs'
import { produce } from './produce'
import type { CellResult } from './state'

/** What became of one attack on the open problem. */
export type GalleryOutcome =
  { readonly kind: 'made'; readonly result: AttackResult } | { readonly kind: 'failed'; readonly error: PlainError }

export interface GallerySource {
  readonly benchmark: Benchmark
  readonly problem: Problem
  readonly attacks: AttackSupport
  readonly science: Pick<PlayScience, 'perturb'>
}

/** Every attack and control that needs no person, with default parameters, corrected where it can be. */
export function galleryConditions(seed: number): PromptCondition[] {
  return attacks
    .filter(({ id }) => id !== HAND)
    .map(({ id, modes }) => ({
      attack: id,
      mode: modes.includes('corrected') ? 'corrected' : 'published',
      parameters: {},
      seed,
    }))
}

/** Attacks that need nothing come first, those that wait for a translator last. */
export function inOrderOfNeeds(conditions: readonly PromptCondition[]): PromptCondition[] {
  const cost = ({ attack }: PromptCondition) => needCost(attacks.find(({ id }) => id === attack))
  return [...conditions].sort((a, b) => cost(a) - cost(b))
}

function needCost(attack: Attack | undefined): number {
  if (attack === undefined || attack.needs.length === 0) return 0
  return attack.needs.includes('translation') ? 2 : 1
}

/**
 * Perturbs the prompt under each condition and tells every outcome as it comes; one that fails does not end the others.
 * Throws `cancelled` only.
 */
export async function perturbAll(
  conditions: readonly PromptCondition[],
  { benchmark, problem, attacks: support, science }: GallerySource,
  signal: AbortSignal,
  onOutcome: (condition: PromptCondition, outcome: GalleryOutcome) => void,
): Promise<void> {
  const input = attackInput(benchmark, problem)
  for (const condition of conditions) {
    signal.throwIfAborted()
    try {
      const resources = await prepareAttacks([{ condition, input }], support, { signal })
      const result = science.perturb(condition, input, resources)
      // Where tests cannot follow a new name, there is nothing to run.
      problemUnderAttack(problem, result)
      onOutcome(condition, { kind: 'made', result })
    } catch (thrown) {
      if (isCancelled(thrown)) throw thrown
      onOutcome(condition, { kind: 'failed', error: toPlainError(thrown) })
    }
    // Large prompts take a while: the page stays alive between attacks.
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
}

/** One attack to be run, and where its verdicts belong. */
export interface GalleryWork {
  readonly id: string
  readonly result: AttackResult
}

/** So many attacks are decoded together. */
const TOGETHER = 4

/**
 * Runs original and variant on each perturbed prompt, under the noise that is wanted, and tells every verdict.
 * Throws `cancelled`, and what engine and judge throw.
 */
export async function runGallery(
  work: readonly GalleryWork[],
  loan: Loan,
  signal: AbortSignal,
  onVerdict: (id: string, arm: PlayJob['arm'], result: CellResult) => void,
): Promise<void> {
  for (let at = 0; at < work.length; at += TOGETHER) {
    const jobs = work.slice(at, at + TOGETHER).flatMap(({ id, result }) => jobsOf(id, result, loan))
    const tell = (result: CellResult) => {
      for (const { id, job } of jobs) if (job.key === result.key) onVerdict(id, job.arm, result)
    }
    const missing: PlayJob[] = []
    for (const { job } of jobs) {
      const known = loan.results.get(job.key)
      if (known === undefined) missing.push(job)
      else tell(known)
    }
    const stops = loan.science.stops(loan.benchmark, { stop: 'evalplus', prompt: 'evalplus-base' })
    await produce(missing, stops, loan, signal, {
      onDone: (result) => {
        loan.results.remember(result)
        if (!signal.aborted) tell(result)
      },
    })
    signal.throwIfAborted()
  }
}

function jobsOf(id: string, result: AttackResult, { settings, benchmark, problem, science }: Loan) {
  return planAttacked(settings, benchmark, problem, result, science)
    .jobs.filter(({ cell }) => cell === 'perturbed-original' || cell === 'perturbed-variant')
    .map((job) => ({ id, job }))
}
