import { isCancelled, toPlainError, type PlainError } from '../../../core/errors'
import { forecast } from '../../../core/experiment/forecast'
import { specId } from '../../../core/experiment/parse-spec'
import type { Spec } from '../../../core/experiment/spec'
import type { Calibration } from '../../../lab/estimate/calibrate'
import type { Counted } from '../../../lab/estimate/count'
import type { Missing } from '../../../lab/estimate/missing'
import type { PageServices } from '../../services'

/** A person who types is let finish a word. */
const TYPING_MILLISECONDS = 350

/** What the wanted run will take: counted at once, timed when asked for. Belongs to one spec at a time. */
export class EstimateSession {
  phase = $state<'idle' | 'counting' | 'counted' | 'measuring'>('idle')
  counted = $state.raw<Counted | null>(null)
  missing = $state.raw<readonly Missing[]>([])
  calibration = $state.raw<Calibration | null>(null)
  /** The variant that is measured now, by its place. */
  doing = $state<number | null>(null)
  error = $state.raw<PlainError | null>(null)
  lanes = $state(1)
  readonly forecast = $derived.by(() => {
    const { counted, calibration } = this
    if (counted === null || calibration === null) return null
    const { measures, stored, start } = calibration
    return forecast(counted.spec, counted.workload, measures, stored, this.lanes, start)
  })
  #id: string | null = null
  #spec: Spec | null = null
  #abort = new AbortController()
  #work: Promise<void> = Promise.resolve()

  constructor(private readonly services: Pick<PageServices, 'estimate'>) {}

  /** Counts what a spec asks for, unless that is known. */
  count(spec: Spec | null): void {
    const id = spec === null ? null : specId(spec)
    if (id === this.#id) return
    this.forget()
    this.#id = id
    this.#spec = spec
    if (spec === null) return
    const { signal } = this.#abort
    this.phase = 'counting'
    this.#work = this.#count(spec, signal)
  }

  /** Looks again whether all is here, and counts anew. */
  again(): void {
    const spec = this.#spec
    this.#id = null
    this.count(spec)
  }

  async measure(): Promise<void> {
    const { counted } = this
    if (counted === null || this.phase !== 'counted') return
    const { signal } = this.#abort
    this.phase = 'measuring'
    this.error = null
    this.#work = this.#measure(counted, signal)
    await this.#work
  }

  /** Ends what goes on and waits until it has; what was measured stays. */
  async stop(): Promise<void> {
    this.#abort.abort()
    await this.#work
    this.#abort = new AbortController()
  }

  /** Nothing of it is sure any more: another spec, or the store has changed. */
  forget(): void {
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#id = null
    this.#spec = null
    this.phase = 'idle'
    this.counted = null
    this.missing = []
    this.calibration = null
    this.doing = null
    this.error = null
  }

  async #count(spec: Spec, signal: AbortSignal): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, TYPING_MILLISECONDS))
    if (signal.aborted) return
    try {
      const estimating = await this.services.estimate()
      const missing = await estimating.missing(spec, signal)
      if (signal.aborted) return
      this.missing = missing
      this.lanes = estimating.lanes
      const counted = missing.some(({ kind }) => kind === 'benchmark') ? null : await estimating.count(spec, signal)
      if (signal.aborted) return
      this.counted = counted
      this.phase = counted === null ? 'idle' : 'counted'
    } catch (thrown) {
      this.#fail(thrown, signal)
    }
  }

  async #measure(counted: Counted, signal: AbortSignal): Promise<void> {
    try {
      const estimating = await this.services.estimate()
      const calibration = await estimating.calibrate(counted, {
        signal,
        onChange: (found, doing) => {
          if (this.counted !== counted) return
          this.calibration = found
          this.doing = doing
        },
      })
      if (this.counted === counted) this.calibration = calibration
    } catch (thrown) {
      if (this.counted === counted) this.#fail(thrown, signal)
    } finally {
      if (this.counted === counted) {
        this.phase = 'counted'
        this.doing = null
      }
    }
  }

  #fail(thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted || isCancelled(thrown)) return
    this.error = toPlainError(thrown)
    this.phase = this.counted === null ? 'idle' : 'counted'
  }
}
