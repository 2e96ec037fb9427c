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
        return this.update(`Loading ${event.model}: ${stage}${share}`, loaded === total && !this.target.isTerminal)
      }
      case 'cell':
        this.#labels.set(event.key, event.label)
        return
      case 'sample': {
        const { done, total, sample } = event
        return this.update(`${pace(event)} · ${this.#labels.get(sample.cell) ?? sample.cell}`, done === total)
      }
      case 'failure': {
        const { what, error, again } = event
        return this.line(`${what}: ${error.message} ${again ? 'Trying once more.' : `Left out. ${error.hint}`}`)
      }
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

  /** The line that is rewritten; `always`: however short ago it was written. */
  update(text: string, always: boolean): void {
    const interval = this.target.isTerminal ? TERMINAL_INTERVAL : LOG_INTERVAL
    if (!always && this.now() - this.#last < interval) return
    this.#last = this.now()
    if (!this.target.isTerminal) return this.target.write(`${text}\n`)
    this.target.write(`\r\u001b[K${text.slice(0, this.target.columns - 1)}`)
    this.#open = true
  }
}

/** Progress on stderr, which `--quiet` leaves out. */
export function progressOf({ quiet }: { readonly quiet: boolean }): ProgressLine {
  return new ProgressLine({
    isTerminal: process.stderr.isTTY,
    columns: process.stderr.columns ?? 80,
    write: (text) => void (quiet || process.stderr.write(text)),
  })
}

/** e.g. "12/100, 2.0/s, 0:44 left". */
export function pace(at: {
  readonly done: number
  readonly total: number
  readonly rate: number | null
  readonly secondsLeft: number | null
}): string {
  const rate = at.rate === null ? '' : `, ${at.rate.toFixed(1)}/s`
  const left = at.secondsLeft === null ? '' : `, ${clockTime(at.secondsLeft)} left`
  return `${at.done}/${at.total}${rate}${left}`
}

function clockTime(seconds: number): string {
  const whole = Math.ceil(seconds)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(whole % 60).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${rest}` : rest
}
