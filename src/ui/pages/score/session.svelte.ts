import { createContext } from 'svelte'
import type { Benchmark } from '../../../core/benchmarks/types'
import { isCancelled, LabError, toPlainError, type PlainError } from '../../../core/errors'
import type { GradedFile } from '../../../core/grading/eval-results'
import type { GradedSample, ImportedSamples } from '../../../core/grading/types'
import { limitsOf } from '../../../lab/grade/limits'
import type { GradeEvent, GradeHandle } from '../../../lab/grade/port'
import type { Judge } from '../../../lab/ports'
import { FIRST_BENCHMARK } from '../../catalogue'
import type { PageServices } from '../../services'
import { Board } from './board.svelte'
import { exampleSamples } from './example-samples'
import { finishedFile } from './finished-file'
import { JudgeKeeper } from './judge-keeper'
import { DEFAULT_OPTIONS, type ScoreOptions } from './options'

export type ScorePhase = 'idle' | 'starting' | 'running' | 'paused' | 'finished' | 'cancelled' | 'failed'

export interface ScoreProgress {
  readonly done: number
  readonly total: number
  /** Samples that were graded before. */
  readonly reused: number
  readonly rate: number | null
  readonly secondsLeft: number | null
}

/** What a grading was started with: it does not change when other settings are chosen. */
export interface GradedWith {
  readonly benchmark: Benchmark
  readonly samples: ImportedSamples
  readonly options: ScoreOptions
}

const NO_PROGRESS: ScoreProgress = { done: 0, total: 0, reused: 0, rate: null, secondsLeft: null }

/** Far beyond any samples file that a tab could grade. */
const LARGEST_FILE = 1 << 28

/** Verdicts are shown together so often: thousands that come at once must not be drawn one by one. */
const SHOW_MILLISECONDS = 100

/** The one grading that this tab carries. Lives as long as the tab, whatever page is open. */
export class ScoreSession {
  benchmarkId = $state(FIRST_BENCHMARK)
  benchmark = $state.raw<Benchmark | null>(null)
  benchmarkError = $state.raw<PlainError | null>(null)
  samples = $state.raw<ImportedSamples | null>(null)
  samplesError = $state.raw<PlainError | null>(null)
  /** Name of the file that is being read. */
  reading = $state<string | null>(null)
  options = $state.raw<ScoreOptions>(DEFAULT_OPTIONS)
  phase = $state<ScorePhase>('idle')
  progress = $state.raw<ScoreProgress>(NO_PROGRESS)
  error = $state.raw<PlainError | null>(null)
  gradedWith = $state.raw<GradedWith | null>(null)
  board = $state.raw<Board | null>(null)
  /** All of a finished grading, as files tell it. */
  finished = $state.raw<GradedFile | null>(null)
  readonly isBusy = $derived(this.phase === 'starting' || this.phase === 'running' || this.phase === 'paused')
  readonly #keeper: JudgeKeeper
  #handle: GradeHandle | null = null
  #isShown = false
  #reads = 0
  #waiting: GradedSample[] = []
  #timer: ReturnType<typeof setTimeout> | null = null
  #pending: ScoreProgress | null = null

  constructor(private readonly services: Pick<PageServices, 'benchmarks' | 'grading'>) {
    this.#keeper = new JudgeKeeper(() => this.services.grading())
  }

  /** The page is open: the judge stays warm for samples that are run again. */
  show(): void {
    this.#isShown = true
    if (this.benchmark === null) void this.choose(this.benchmarkId)
  }

  hide(): void {
    this.#isShown = false
    this.#closeUnused()
  }

  async choose(id: string): Promise<void> {
    this.benchmarkId = id
    this.benchmark = null
    this.benchmarkError = null
    try {
      const benchmark = await (await this.services.benchmarks()).load(id)
      // Another one may have been chosen meanwhile.
      if (this.benchmarkId === id) this.benchmark = benchmark
    } catch (thrown) {
      if (this.benchmarkId === id) this.benchmarkError = toPlainError(thrown)
    }
  }

  /** After the chosen benchmark was removed. */
  firstBenchmark(): Promise<void> {
    return this.choose(FIRST_BENCHMARK)
  }

  async readSamples(file: File): Promise<void> {
    const turn = ++this.#reads
    this.reading = file.name
    this.samplesError = null
    try {
      if (file.size > LARGEST_FILE) throw tooLarge(file.name)
      const grading = await this.services.grading()
      const samples = grading.readSamples(file.name, new Uint8Array(await file.arrayBuffer()))
      // Another file may have been dropped meanwhile: the last one counts.
      if (turn === this.#reads) this.samples = samples
    } catch (thrown) {
      if (turn === this.#reads) this.samplesError = toPlainError(thrown)
    } finally {
      if (turn === this.#reads) this.reading = null
    }
  }

  clearSamplesError(): void {
    this.samplesError = null
  }

  /** Samples made of the chosen benchmark's own references, some of them broken. */
  useExample(): void {
    if (this.benchmark === null) return
    this.samplesError = null
    this.samples = exampleSamples(this.benchmark)
    this.options = { ...this.options, extraction: 'sanitize' }
  }

  async grade(): Promise<void> {
    const { benchmark, samples, options } = this
    if (this.isBusy || benchmark === null || samples === null) return
    this.#reset({ benchmark, samples, options })
    try {
      const [grading, judge] = await Promise.all([this.services.grading(), this.judge(options)])
      if (this.phase !== 'starting') return
      const { extraction, suites } = options
      const graded = { extraction, suites, tasks: null }
      const request = { benchmark, samples, options: graded, limits: limitsOf(options) }
      this.#handle = grading.start(request, { judge, store: grading.store }, (event) => this.#hear(event))
      const [run, environment] = await Promise.all([this.#handle.finished, judge.environment()])
      this.finished = finishedFile(request, run, environment)
      this.#flush()
      this.phase = 'finished'
    } catch (thrown) {
      this.#flush()
      this.phase = isCancelled(thrown) ? 'cancelled' : 'failed'
      if (this.phase === 'failed') this.error = toPlainError(thrown)
    } finally {
      this.#handle = null
      this.#closeUnused()
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

  /** Clears what is shown; the verdicts stay in this browser. */
  clear(): void {
    if (this.isBusy) return
    this.phase = 'idle'
    this.board = null
    this.gradedWith = null
    this.finished = null
    this.error = null
  }

  /** What a finished grading is written down as. Throws where there is none. */
  async exported(which: 'results' | 'samples'): Promise<{ readonly name: string; readonly content: Blob }> {
    if (this.finished === null) throw new RangeError('Nothing is graded.')
    const grading = await this.services.grading()
    return which === 'results'
      ? { name: 'eval_results.json', content: grading.resultsFile(this.finished) }
      : { name: 'samples.jsonl', content: grading.samplesFile(this.finished) }
  }

  /** The judge that grades, for single samples that are run again. */
  judge({ timeFactor, minimumSeconds }: ScoreOptions): Promise<Judge> {
    return this.#keeper.judge({ timeFactor, minimumSeconds })
  }

  #closeUnused(): void {
    if (!this.isBusy && !this.#isShown) this.#keeper.close()
  }

  #reset(shown: GradedWith): void {
    this.phase = 'starting'
    this.progress = NO_PROGRESS
    this.error = null
    this.finished = null
    this.gradedWith = shown
    this.board = new Board(
      shown.benchmark.problems.map(({ taskId }) => taskId),
      shown.samples.samples,
    )
    this.#waiting = []
    this.#pending = null
  }

  #hear(event: GradeEvent): void {
    switch (event.type) {
      case 'planned':
        if (this.phase === 'starting') this.phase = 'running'
        this.progress = { ...NO_PROGRESS, total: event.total, reused: event.reused }
        this.board?.setUnknown(event.unknown)
        return
      case 'graded': {
        const { done, total, rate, secondsLeft } = event
        this.#waiting.push(event.sample)
        this.#pending = { ...this.progress, done, total, rate, secondsLeft }
        this.#timer ??= setTimeout(() => this.#flush(), SHOW_MILLISECONDS)
        return
      }
      case 'ungraded':
        this.#flush()
        this.board?.setUngraded(event.taskId, event.error)
        return
      case 'paused':
        this.phase = 'paused'
        return
      case 'resumed':
        this.phase = 'running'
        return
    }
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#waiting.length > 0) this.board?.put(this.#waiting)
    if (this.#pending !== null) this.progress = this.#pending
    this.#waiting = []
    this.#pending = null
  }
}

function tooLarge(name: string): LabError {
  return new LabError(
    'bad-samples',
    `${name} is too large for samples to be graded in a tab.`,
    'Grade it with the command: npx shakedown grade.',
  )
}

export const [scoreSession, provideScoreSession] = createContext<ScoreSession>()
