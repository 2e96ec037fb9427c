import type { Problem } from '../../../core/benchmarks/types'
import { isCancelled, toPlainError, type PlainError } from '../../../core/errors'
import type { GradedSample, GradingOptions } from '../../../core/grading/types'
import type { Verdict } from '../../../core/judge/verdict'
import type { Judge } from '../../../lab/ports'

export interface RerunOf {
  readonly problem: Problem
  readonly graded: GradedSample
  readonly suites: GradingOptions['suites']
  readonly judge: () => Promise<Judge>
}

/** A verdict that belongs to this view only: it is shown beside the graded one and never takes its place. */
export interface OwnVerdict {
  readonly program: string
  readonly verdict: Verdict
}

/** One sample, run again as it is or as a person has changed it. */
export class Rerun {
  /** The program in the editor; null while it is closed. */
  draft = $state<string | null>(null)
  running = $state<'again' | 'edited' | null>(null)
  again = $state.raw<OwnVerdict | null>(null)
  edited = $state.raw<OwnVerdict | null>(null)
  error = $state.raw<PlainError | null>(null)
  #abort: AbortController | null = null

  constructor(private readonly of: RerunOf) {}

  runAgain(): Promise<void> {
    return this.#run('again', this.of.graded.solution)
  }

  edit(): void {
    this.draft ??= this.edited?.program ?? this.of.graded.solution
  }

  runEdited(): Promise<void> {
    return this.draft === null ? Promise.resolve() : this.#run('edited', this.draft)
  }

  /** Puts the graded program back into the editor. */
  revert(): void {
    this.draft = this.of.graded.solution
  }

  leave(): void {
    this.draft = null
  }

  close(): void {
    this.#abort?.abort()
  }

  async #run(which: 'again' | 'edited', program: string): Promise<void> {
    if (this.running !== null) return
    const abort = new AbortController()
    this.#abort = abort
    this.running = which
    this.error = null
    this[which] = null
    try {
      const judge = await this.of.judge()
      const call = { signal: abort.signal, suites: this.of.suites }
      const verdict = await judge.judge(this.of.problem, program, call)
      this[which] = { program, verdict }
    } catch (thrown) {
      if (!isCancelled(thrown)) this.error = toPlainError(thrown)
    } finally {
      this.running = null
      this.#abort = null
    }
  }
}
