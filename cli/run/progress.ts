import type { HeadlessEvent } from '../../src/headless/api'

/** Where progress goes: a terminal, whose last line is rewritten, or a log, which gets a line now and then. */
export interface ProgressTarget {
  readonly isTerminal: boolean
  readonly columns: number
  write(text: string): void
}

/** A log gets a line at most this often. */
const LOG_INTERVAL = 10_000
const TERMINAL_INTERVAL = 100

/** Progress of a run for people. */
export class ProgressLine {
  readonly #labels = new Map<string, string>()
  #last = -Infinity
  #open = false

  constructor(
    private readonly target: ProgressTarget,
    private readonly now: () => number = () => performance.now(),
  ) {}

  event(event: HeadlessEvent): void {
    switch (event.type) {
      case 'planned':
        return this.line(`${event.samples} samples in ${event.cells} cells, ${event.reused} of them there already.`)
      case 'loading': {
        const { stage, loaded, total } = event.progress
        const share = total > 0 ? ` ${Math.round((100 * loaded) / total)} %` : ''
        return this.#update(`Loading ${event.model}: ${stage}${share}`, loaded === total && !this.target.isTerminal)
      }
      case 'cell':
        this.#labels.set(event.key, event.label)
        return
      case 'sample': {
        const { done, total, rate, secondsLeft, sample } = event
        const pace = rate === null ? '' : `, ${rate.toFixed(1)}/s`
        const left = secondsLeft === null ? '' : `, ${clockTime(secondsLeft)} left`
        const text = `${done}/${total}${pace}${left} · ${this.#labels.get(sample.cell) ?? sample.cell}`
        return this.#update(text, done === total)
      }
      case 'warning':
        return this.line(`Warning: ${event.message}`)
      case 'paused':
      case 'resumed':
        return
    }
  }

  /** A line that stays. */
  line(text: string): void {
    this.end()
    this.target.write(`${text}\n`)
  }

  /** Leaves the rewritten line as it is. */
  end(): void {
    if (this.#open) this.target.write('\n')
    this.#open = false
  }

  #update(text: string, always: boolean): void {
    const interval = this.target.isTerminal ? TERMINAL_INTERVAL : LOG_INTERVAL
    if (!always && this.now() - this.#last < interval) return
    this.#last = this.now()
    if (!this.target.isTerminal) return this.target.write(`${text}\n`)
    this.target.write(`\r\u001b[K${text.slice(0, this.target.columns - 1)}`)
    this.#open = true
  }
}

function clockTime(seconds: number): string {
  const whole = Math.ceil(seconds)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(whole % 60).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${rest}` : rest
}
