import type { TestOutcome } from '../../core/judge/outcome'
import type { RunRequest, WorkerReply } from '../protocol'

const MILLISECONDS_BETWEEN = 20
const BYTES_AT_ONCE = 256_000

/** Sends outcomes in their order, one by one or many at a time. */
export class Replies {
  private readonly outcomes: TestOutcome[] = []
  private readonly times: number[] = []
  private first = 0
  private bytes = 0
  private lastSent = performance.now()

  constructor(
    private readonly request: RunRequest,
    private readonly send: (reply: WorkerReply, transfer?: Transferable[]) => void,
  ) {}

  add(outcome: TestOutcome, milliseconds: number, now: number): void {
    this.outcomes.push(outcome)
    this.times.push(milliseconds)
    if (outcome.type === 'value') this.bytes += outcome.bytes.length
    const isDue =
      this.request.replies === 'each' || now - this.lastSent >= MILLISECONDS_BETWEEN || this.bytes >= BYTES_AT_ONCE
    if (isDue) this.flush(now)
  }

  flush(now: number): void {
    if (this.outcomes.length === 0) return
    const buffer = new ArrayBuffer(this.bytes)
    const outcomes = packed(this.outcomes, buffer)
    this.send({ kind: 'tests', run: this.request.run, first: this.first, outcomes, times: this.times }, [buffer])
    this.first += this.outcomes.length
    this.outcomes.length = 0
    this.times.length = 0
    this.bytes = 0
    this.lastSent = now
  }
}

/** The same outcomes with all bytes in one buffer, which is handed over whole. */
function packed(outcomes: readonly TestOutcome[], buffer: ArrayBuffer): readonly TestOutcome[] {
  let start = 0
  return outcomes.map((outcome) => {
    if (outcome.type !== 'value') return outcome
    const bytes = new Uint8Array(buffer, start, outcome.bytes.length)
    bytes.set(outcome.bytes)
    start += bytes.length
    return { type: 'value', bytes }
  })
}
