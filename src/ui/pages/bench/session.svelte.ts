import { createContext } from 'svelte'
import { isCancelled, toPlainError, type PlainError } from '../../../core/errors'
import type { OpenRun } from '../../../core/experiment/open-run'
import { specId } from '../../../core/experiment/parse-spec'
import type { Spec } from '../../../core/experiment/spec'
import { passed } from '../../../core/metrics/summary'
import type { RunEvent, RunHandle } from '../../../lab/events'
import type { LoadProgress, StoredRun } from '../../../lab/ports'
import type { PageServices } from '../../services'

export type BenchPhase = 'idle' | 'starting' | 'running' | 'paused' | 'finished' | 'cancelled' | 'failed'

export interface BenchProgress {
  readonly done: number
  readonly total: number
  /** Samples that were there before. */
  readonly reused: number
  readonly rate: number | null
  readonly secondsLeft: number | null
}

/** One that the run told of. */
export interface Failure {
  readonly what: string
  readonly error: PlainError
  readonly again: boolean
}

const NO_PROGRESS: BenchProgress = { done: 0, total: 0, reused: 0, rate: null, secondsLeft: null }

/** The one run that this tab carries, and the history. Lives as long as the tab, whatever page is open. */
export class BenchSession {
  phase = $state<BenchPhase>('idle')
  spec = $state.raw<Spec | null>(null)
  progress = $state.raw<BenchProgress>(NO_PROGRESS)
  loading = $state.raw<{ readonly model: string; readonly progress: LoadProgress } | null>(null)
  cell = $state('')
  /** The program that grows now. */
  text = $state.raw<{ readonly taskId: string; readonly text: string } | null>(null)
  passed = $state.raw<{ readonly plus: number; readonly of: number }>({ plus: 0, of: 0 })
  /** What went wrong and was tried again, or left out. */
  failures = $state.raw<readonly Failure[]>([])
  error = $state.raw<PlainError | null>(null)
  /** The run that was finished last, from the store. */
  finished = $state.raw<OpenRun | null>(null)
  /** A run that a person opened from a file. */
  opened = $state.raw<{ readonly name: string; readonly run: OpenRun } | null>(null)
  history = $state.raw<readonly StoredRun[]>([])
  historyError = $state.raw<PlainError | null>(null)
  readonly isBusy = $derived(this.phase === 'starting' || this.phase === 'running' || this.phase === 'paused')
  #handle: RunHandle | null = null

  constructor(private readonly services: PageServices) {}

  async start(spec: Spec): Promise<void> {
    if (this.isBusy) return
    this.#reset(spec)
    try {
      const [startRun, lab] = await Promise.all([this.services.startRun(), this.services.lab()])
      if (this.phase !== 'starting') return
      this.#handle = startRun(spec, lab, (event) => this.#hear(event))
      void this.refreshHistory()
      await this.#handle.finished
      this.finished = await (await this.services.files()).stored(specId(spec))
      this.phase = 'finished'
    } catch (thrown) {
      this.phase = isCancelled(thrown) ? 'cancelled' : 'failed'
      if (this.phase === 'failed') this.error = toPlainError(thrown)
    } finally {
      this.#handle = null
      this.loading = null
      this.text = null
      void this.refreshHistory()
    }
  }

  pause(): void {
    this.#handle?.pause()
  }

  resume(): void {
    this.#handle?.resume()
  }

  cancel(): void {
    if (this.#handle === null) this.phase = 'cancelled'
    else this.#handle.cancel()
  }

  /** Clears what is shown of a finished run; the history keeps it. */
  clear(): void {
    if (this.isBusy) return
    this.phase = 'idle'
    this.finished = null
    this.error = null
  }

  async refreshHistory(): Promise<void> {
    try {
      const runs = await (await this.services.store()).runs()
      this.history = [...runs].sort((a, b) => (a.updated < b.updated ? 1 : -1))
      this.historyError = null
    } catch (thrown) {
      this.historyError = toPlainError(thrown)
    }
  }

  async forget(specId: string): Promise<void> {
    try {
      await (await this.services.store()).deleteRun(specId)
    } catch (thrown) {
      this.historyError = toPlainError(thrown)
      return
    }
    await this.refreshHistory()
  }

  #reset(spec: Spec): void {
    this.phase = 'starting'
    this.spec = spec
    this.progress = NO_PROGRESS
    this.passed = { plus: 0, of: 0 }
    this.failures = []
    this.error = null
    this.finished = null
    this.cell = ''
  }

  #hear(event: RunEvent): void {
    switch (event.type) {
      case 'planned':
        this.phase = this.phase === 'paused' ? 'paused' : 'running'
        this.loading = null
        this.progress = {
          ...this.progress,
          total: event.samples,
          reused: this.progress.reused + event.reused,
          done: this.progress.done + event.reused,
        }
        return
      case 'loading':
        this.loading = { model: event.model, progress: event.progress }
        return
      case 'cell':
        this.loading = null
        this.cell = event.label
        return
      case 'text':
        this.text = { taskId: event.taskId, text: event.text }
        return
      case 'sample': {
        const { done, total, rate, secondsLeft, sample } = event
        this.progress = { ...this.progress, done, total, rate, secondsLeft }
        const cells = event.cells.length
        this.passed = { plus: this.passed.plus + cells * Number(passed(sample, 'plus')), of: this.passed.of + cells }
        return
      }
      case 'paused':
        this.phase = 'paused'
        return
      case 'resumed':
        this.phase = 'running'
        return
      case 'failure':
        this.failures = [...this.failures, { what: event.what, error: event.error, again: event.again }]
    }
  }
}

export const [benchSession, provideBenchSession] = createContext<BenchSession>()
