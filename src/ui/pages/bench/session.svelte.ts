import { createContext } from 'svelte'
import { isCancelled, toPlainError, type PlainError } from '../../../core/errors'
import type { OpenRun } from '../../../core/experiment/open-run'
import { specId } from '../../../core/experiment/parse-spec'
import type { Spec } from '../../../core/experiment/spec'
import { passed } from '../../../core/metrics/summary'
import type { RunEvent, RunHandle } from '../../../lab/events'
import type { Missing } from '../../../lab/estimate/missing'
import type { LoadProgress } from '../../../lab/ports'
import type { PageServices } from '../../services'
import { EstimateSession } from './estimate.svelte'
import { RunHistory } from './history.svelte'
import { ImportedFiles } from './imported.svelte'
import { KeepAwake } from './keep-awake.svelte'
import { WantedRun } from './wanted.svelte'

/** `partial`: it came to its end, and some samples are not there (failures, or its budget). */
export type BenchPhase = 'idle' | 'starting' | 'running' | 'paused' | 'finished' | 'partial' | 'cancelled' | 'failed'

export interface BenchProgress {
  readonly done: number
  readonly total: number
  /** Those whose samples are all there, of all that have samples. */
  readonly cellsDone: number
  readonly cells: number
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

const NO_PROGRESS: BenchProgress = {
  ...{ done: 0, total: 0, cellsDone: 0, cells: 0, reused: 0 },
  ...{ rate: null, secondsLeft: null },
}

/** A spec names what is not here: nothing was begun. */
const MISSING: ReadonlySet<PlainError['code']> = new Set([
  'unknown-model',
  'unknown-benchmark',
  'not-found',
  'truncated-file',
])

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
  /** What a run that did not start lacks. */
  missing = $state.raw<readonly Missing[]>([])
  /** What the browser said when it was asked to keep what is stored; null before it was. */
  persistence = $state<'kept' | 'refused' | null>(null)
  readonly isBusy = $derived(this.phase === 'starting' || this.phase === 'running' || this.phase === 'paused')
  readonly wanted = new WantedRun()
  readonly estimate: EstimateSession
  readonly history: RunHistory
  readonly imported: ImportedFiles
  readonly awake = new KeepAwake()
  #handle: RunHandle | null = null

  constructor(private readonly services: PageServices) {
    this.estimate = new EstimateSession(services)
    this.history = new RunHistory(services)
    this.imported = new ImportedFiles(services)
  }

  async start(spec: Spec): Promise<void> {
    if (this.isBusy) return
    this.#reset(spec)
    this.awake.start()
    try {
      const [startRun, lab] = await Promise.all([
        this.services.startRun(),
        this.services.lab(),
        this.estimate.stop(),
        this.#askToKeep(),
      ])
      if (this.phase !== 'starting') return
      this.#handle = startRun(spec, lab, (event) => this.#hear(event))
      void this.history.refresh()
      const { run } = await this.#handle.finished
      this.finished = await (await this.services.files()).stored(specId(spec))
      this.phase = run.status
    } catch (thrown) {
      this.phase = isCancelled(thrown) ? 'cancelled' : 'failed'
      if (this.phase === 'failed') await this.#fail(thrown, spec)
    } finally {
      this.#handle = null
      this.loading = null
      this.text = null
      this.awake.end()
      // What is in the store has changed.
      this.estimate.forget()
      void this.history.refresh()
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
    this.missing = []
  }

  /** The first run asks the browser to keep what is stored, and does not wait for a person's answer. */
  async #askToKeep(): Promise<void> {
    if (this.persistence !== null) return
    const library = await this.services.library()
    void library.keepForOffline().then(
      (isKept) => (this.persistence = isKept ? 'kept' : 'refused'),
      () => (this.persistence = 'refused'),
    )
  }

  async #fail(thrown: unknown, spec: Spec): Promise<void> {
    this.error = toPlainError(thrown)
    if (!MISSING.has(this.error.code)) return
    try {
      this.missing = await (await this.services.estimate()).missing(spec)
    } catch {
      // The error itself is shown already.
      this.missing = []
    }
  }

  #reset(spec: Spec): void {
    this.phase = 'starting'
    this.spec = spec
    this.progress = NO_PROGRESS
    this.passed = { plus: 0, of: 0 }
    this.failures = []
    this.error = null
    this.missing = []
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
          cells: event.cells,
          cellsDone: event.cellsDone ?? 0,
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
        const { done, total, rate, secondsLeft, sample, cellsDone = 0 } = event
        this.progress = { ...this.progress, done, total, cellsDone, rate, secondsLeft }
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
