import { OWN_BENCHMARK, ownPrompt } from '../core/benchmarks/own-prompt'
import type { Benchmark, Problem } from '../core/benchmarks/types'
import { NO_RESOURCES, type Need, type Resources } from '../core/attacks/resources'
import { cancelled, isCancelled, LabError, toPlainError } from '../core/errors'
import { planPlay, type PlayJob, type PlayPlan, type PlayScience } from './play/jobs'
import { PlayModels, type WantedScheme } from './play/models'
import { produce, type Workshop } from './play/produce'
import { PlayResults } from './play/results'
import {
  CELL_NAMES,
  INITIAL_STATE,
  ORIGINAL_SCHEME,
  type CellName,
  type CellResult,
  type PlayCell,
  type PlaySettings,
  type PlayState,
} from './play/state'
import type { AttackSupport } from './attacks/port'
import { attackInput, needsOf, prepareAttacks } from './attacks/prepare'
import type { BenchmarkSource, DeviceChoice, Engine, Judge } from './ports'

export interface PlayServices {
  readonly engine: Engine
  readonly judge: Judge
  readonly benchmarks: BenchmarkSource
  readonly device: DeviceChoice
  readonly attacks: AttackSupport
}

/** Milliseconds to wait for the next change before work begins. */
const SETTLE = 100
/** A pass that a newer one replaces may run this long first, so that a slider in motion shows text and not only restarts. */
const LEAST_SLICE = 300
/** And so long, on a slow machine, until its first text is there. */
const PATIENCE = 1500
const LOOK_AGAIN = 50
const NEED_WORDS: Readonly<Record<Need, string>> = {
  wordnet: 'WordNet',
  tagger: 'the tagger',
  translation: 'the translator',
}

/** Open models lent for work beside the four cells. */
export interface Loan extends Workshop {
  readonly settings: PlaySettings
  readonly problem: Problem
  readonly attacks: AttackSupport
  readonly results: PlayResults
}

interface Pass {
  readonly settings: PlaySettings
  readonly abort: AbortController
  readonly started: number
  readonly finished: Promise<void>
  /** Nothing of it is to be seen yet, and something will be. */
  isMute: boolean
}

/**
 * Drives the Play page: holds the wanted settings, makes the four generations and their verdicts, and tells `onState`
 * about every change. The latest settings win: older work is cancelled. A result is remembered by everything it depends
 * on, so nothing is done twice and a result never stands for other settings than its own.
 */
export class PlayController {
  #state: PlayState = INITIAL_STATE
  readonly #models: PlayModels
  readonly #results = new PlayResults()
  #resources: Resources = NO_RESOURCES
  readonly #loaded = new Set<Need>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #pass: Pass | null = null
  #loan: { readonly abort: AbortController; readonly finished: Promise<void> } | null = null

  constructor(
    private readonly services: PlayServices,
    private readonly science: PlayScience,
    private readonly onState: (state: PlayState) => void,
  ) {
    this.#models = new PlayModels(services.engine, services.device)
  }

  get state(): PlayState {
    return this.#state
  }

  /**
   * Asks for these settings. What is known of them (prompts, remembered results) shows at once, the rest follows.
   * Throws LabError `bad-benchmark` for a prompt of one's own that has no test.
   */
  want(settings: PlaySettings): void {
    this.#update({ wanted: settings, benchmark: this.#benchmarkAtHand(settings), error: null })
    this.#refresh()
    this.#schedule()
  }

  /** Tries the wanted settings again after an error or a stop. */
  retry(): void {
    if (this.#state.wanted !== null) this.want(this.#state.wanted)
  }

  /** Stops what is in flight. What is finished stays. */
  stop(): void {
    this.#clearTimer()
    this.#pass?.abort.abort()
    this.#update({ phase: 'stopped', loading: null })
    this.#settleCells()
  }

  /**
   * Lends the open models, under the wanted settings, once what is under way is finished. A later loan or a change of the
   * settings ends it: `work` then gets an aborted signal, and the promise rejects with `cancelled`.
   */
  borrow<Result>(work: (loan: Loan, signal: AbortSignal) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    // A change that waits for others to settle comes first: it would end the loan.
    if (this.#timer !== null) this.#begin(true)
    const before = [this.#pass?.finished, this.#loan?.finished]
    this.#loan?.abort.abort()
    const abort = new AbortController()
    signal.addEventListener('abort', () => abort.abort(), { once: true })
    if (signal.aborted) abort.abort()
    const result = (async () => {
      await Promise.all(before)
      if (abort.signal.aborted) throw cancelled()
      const done = await work(await this.#lend(abort.signal), abort.signal)
      if (abort.signal.aborted) throw cancelled()
      return done
    })()
    const finished = result.then(
      () => undefined,
      () => undefined,
    )
    this.#loan = { abort, finished }
    return result
  }

  async #lend(signal: AbortSignal): Promise<Loan> {
    const { wanted: settings, benchmark, problem } = this.#state
    if (settings === null || benchmark === null || problem === null) {
      throw new LabError('usage', 'No problem is open.', 'Pick a problem first.')
    }
    const variants = await this.#models.prepare(settings.model, this.#schemeOf(settings), signal, () => undefined)
    this.#update({ model: this.#models.info, variants: this.#models.variants })
    const workshop = this.#workshop(variants, benchmark)
    return { ...workshop, settings, problem, attacks: this.services.attacks, results: this.#results }
  }

  close(): void {
    this.stop()
    this.#loan?.abort.abort()
    this.#models.close()
  }

  #schedule(): void {
    this.#clearTimer()
    const age = this.#pass === null ? LEAST_SLICE : performance.now() - this.#pass.started
    const wait = this.#state.phase === 'idle' ? 0 : Math.max(SETTLE, LEAST_SLICE - age)
    this.#timer = setTimeout(() => this.#begin(), wait)
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #begin(isUrgent = false): void {
    this.#clearTimer()
    const settings = this.#state.wanted
    if (settings === null) return
    const before = this.#pass
    // Only text of the same problem is worth waiting for.
    const isPatient = !isUrgent && before?.isMute === true && before.settings.taskId === settings.taskId
    if (isPatient && performance.now() - before.started < PATIENCE) {
      this.#timer = setTimeout(() => this.#begin(), LOOK_AGAIN)
      return
    }
    before?.abort.abort()
    const loan = this.#loan
    loan?.abort.abort()
    const abort = new AbortController()
    const finished = (async () => {
      await Promise.all([before?.finished, loan?.finished])
      if (!abort.signal.aborted) await this.#run(settings, abort.signal)
    })()
    this.#pass = { settings, abort, started: performance.now(), finished, isMute: false }
  }

  async #run(settings: PlaySettings, signal: AbortSignal): Promise<void> {
    try {
      const plan = await this.#plan(settings, signal)
      const missing = plan.jobs.filter((job) => this.#results.get(job.key) === undefined)
      if (missing.length > 0) await this.#produce(settings, plan, missing, signal)
      if (!signal.aborted) this.#update({ phase: 'ready', loading: null })
    } catch (thrown) {
      if (signal.aborted || isCancelled(thrown)) return
      this.#update({ phase: 'failed', loading: null, error: toPlainError(thrown) })
      this.#settleCells()
    }
  }

  async #plan(settings: PlaySettings, signal: AbortSignal): Promise<PlayPlan> {
    if (this.#state.benchmark === null) {
      this.#update({ phase: 'loading', loading: { what: settings.benchmark, progress: null } })
      const benchmark = await this.services.benchmarks.load(settings.benchmark, signal)
      if (signal.aborted) throw new DOMException('', 'AbortError')
      this.#update({ benchmark })
      this.#refresh()
    }
    await this.#prepare(settings, this.#state.benchmark, signal)
    const plan = this.#planOf(settings, this.#state.benchmark)
    if (plan !== null) return plan
    throw new LabError(
      'not-found',
      `The benchmark ${settings.benchmark} has no problem ${settings.taskId}.`,
      'Pick a problem from the list.',
    )
  }

  /** Loads or computes what the attack needs; until then the prompts stay as they were. */
  async #prepare(settings: PlaySettings, benchmark: Benchmark | null, signal: AbortSignal): Promise<void> {
    const problem = benchmark?.problems.find(({ taskId }) => taskId === settings.taskId)
    if (settings.prompt === null || benchmark === null || problem === undefined) return
    const needs = needsOf([settings.prompt])
    if (needs.length === 0) return
    const missing = needs.filter((need) => !this.#loaded.has(need))
    if (missing.length > 0) {
      const what = missing.map((need) => NEED_WORDS[need]).join(', ')
      this.#update({ phase: 'loading', loading: { what, progress: null } })
    }
    const work = [{ condition: settings.prompt, input: attackInput(benchmark, problem) }]
    const resources = await prepareAttacks(work, this.services.attacks, {
      signal,
      onProgress: (progress) => {
        if (!signal.aborted) this.#update({ phase: 'loading', loading: { what: NEED_WORDS.translation, progress } })
      },
    })
    if (signal.aborted) throw new DOMException('', 'AbortError')
    for (const need of needs) this.#loaded.add(need)
    this.#resources = resources
    this.#refresh()
  }

  async #produce(settings: PlaySettings, plan: PlayPlan, jobs: PlayJob[], signal: AbortSignal): Promise<void> {
    const { benchmark } = this.#state
    if (benchmark === null) return
    const scheme = this.#schemeOf(settings)
    const isLoaded = this.#models.has(settings.model, scheme.key)
    this.#update(
      isLoaded ? { phase: 'working' } : { phase: 'loading', loading: { what: settings.model, progress: null } },
    )
    // Python starts beside the model; what goes wrong there is told when the first program is judged.
    void this.services.judge.environment().catch(() => undefined)
    const variants = await this.#models.prepare(settings.model, scheme, signal, (progress) => {
      if (!signal.aborted) this.#update({ loading: { what: settings.model, progress } })
    })
    if (signal.aborted) return
    this.#update({ phase: 'working', loading: null, model: this.#models.info, variants: this.#models.variants })
    if (this.#pass !== null && this.#pass.abort.signal === signal) this.#pass.isMute = true
    try {
      await produce(jobs, plan.stops, this.#workshop(variants, benchmark), signal, {
        onText: (key, completion) => {
          if (this.#pass !== null) this.#pass.isMute = false
          const unfinished = { key, completion, verdict: null, tokens: 0, promptTokens: 0, milliseconds: 0 }
          this.#show(plan, key, 'generating', unfinished)
        },
        onWritten: (written) => this.#show(plan, written.key, 'judging', written),
        onDone: (done) => {
          this.#results.remember(done)
          if (!signal.aborted) this.#show(plan, done.key, 'done', done)
        },
      })
    } finally {
      if (this.#pass !== null && this.#pass.abort.signal === signal) this.#pass.isMute = false
    }
  }

  /** Null where it has to be loaded. Throws LabError `bad-benchmark` for a prompt of one's own that has no test. */
  #benchmarkAtHand({ benchmark, own }: PlaySettings): Benchmark | null {
    const open = this.#state.benchmark?.id === benchmark ? this.#state.benchmark : null
    if (benchmark !== OWN_BENCHMARK || own === undefined) return open
    return open?.problems[0]?.prompt === own ? open : ownPrompt(own)
  }

  #schemeOf({ scheme }: PlaySettings): WantedScheme {
    const key = this.science.schemeKey(scheme)
    return { name: scheme, key, isOriginal: key === this.science.schemeKey(ORIGINAL_SCHEME) }
  }

  #workshop(variants: Workshop['variants'], benchmark: Benchmark): Workshop {
    return { variants, judge: this.services.judge, science: this.science, benchmark }
  }

  #planOf(settings: PlaySettings, benchmark: Benchmark | null): PlayPlan | null {
    return benchmark === null ? null : planPlay(settings, benchmark, this.science, this.#resources)
  }

  /** Brings prompts and cells in step with the wanted settings, as far as that needs no model. */
  #refresh(): void {
    const { wanted, benchmark } = this.#state
    if (wanted === null) return
    try {
      const plan = this.#planOf(wanted, benchmark)
      const keys = new Map(plan?.jobs.map((job) => [job.cell, job.key]))
      const cells = this.#mapCells((cell, name): PlayCell => {
        const key = keys.get(name) ?? ''
        const known = this.#results.get(key)
        if (known !== undefined) return { state: 'done', wanted: key, shown: known }
        const isUnderWay = cell.wanted === key && (cell.state === 'generating' || cell.state === 'judging')
        return { ...cell, wanted: key, state: isUnderWay ? cell.state : 'waiting' }
      })
      this.#update({ problem: plan?.problem ?? null, prompts: plan?.prompts ?? null, cells })
    } catch (thrown) {
      // What the attack needs is being loaded: the pass that follows shows its prompts.
      if (thrown instanceof LabError && thrown.code === 'attack-not-ready') return
      // An attack or scheme that does not exist: the pass that follows ends with the same error, named.
      this.#update({ error: toPlainError(thrown) })
    }
  }

  /**
   * Shows a result in the cells of the plan that it belongs to. Where other settings of the same problem are wanted by
   * now it is still shown, as stale: a slider in motion then shows the code change.
   */
  #show(plan: PlayPlan, key: string, state: PlayCell['state'], shown: CellResult): void {
    const isSameProblem = plan.problem.taskId === this.#state.wanted?.taskId
    const own = new Set(plan.jobs.filter((job) => job.key === key).map((job) => job.cell))
    const cells = this.#mapCells((cell, name) => {
      if (cell.wanted === key) return { ...cell, state, shown }
      const isPassing = own.has(name) && isSameProblem && cell.shown?.key !== cell.wanted
      return isPassing ? { ...cell, shown } : cell
    })
    this.#update({ cells })
  }

  /** After a stop or an error nothing is under way any more. */
  #settleCells(): void {
    const cells = this.#mapCells((cell) =>
      cell.state === 'done' ? cell : { ...cell, state: cell.shown === null ? 'empty' : 'stopped' },
    )
    this.#update({ cells })
  }

  #mapCells(change: (cell: PlayCell, name: CellName) => PlayCell): Readonly<Record<CellName, PlayCell>> {
    const { cells } = this.#state
    const changed = { ...cells }
    for (const name of CELL_NAMES) changed[name] = change(cells[name], name)
    return changed
  }

  #update(change: Partial<PlayState>): void {
    this.#state = { ...this.#state, ...change }
    this.onState(this.#state)
  }
}
