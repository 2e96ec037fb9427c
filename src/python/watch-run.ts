import type { SuiteOutcome, TestOutcome } from '../core/judge/outcome'
import { FrameLost } from './frame-lost'
import { BATCH_MILLISECONDS, type RunRequest, type WorkerReply } from './protocol'
import { HEARTBEAT_MILLISECONDS, type Live } from './start-worker'

/** Time for putting the interpreter back on a clean slate. */
const CLEANING_MILLISECONDS = 3000
/** Values of one run kept on the page together: a thousand tests, each with the largest value allowed, would end the page. */
const MOST_KEPT_BYTES = 268_435_456

export interface WatchedRun {
  readonly outcome: SuiteOutcome
  /** `busy`: it was ended and may still be computing. */
  readonly worker: 'reusable' | 'used-up' | 'busy'
}

type Interruption = Extract<TestOutcome, { type: 'timeout' | 'crash' }>

/**
 * Collects replies in their only possible order, and ends the wait when they stay away. Rejects with FrameLost where
 * the worker is silent because its frame is gone, and with the reason of `signal`.
 */
export function watchRun(
  live: Live,
  request: RunRequest,
  graceSeconds: number,
  signal: AbortSignal | null,
): Promise<WatchedRun> {
  const { port, session } = live
  const longestFrom = longestLimits(request)
  return new Promise((resolve, reject) => {
    let load: SuiteOutcome['load'] | null = null
    const tests: TestOutcome[] = []
    const times: number[] = []
    let output = ''
    let keptBytes = 0
    let timer: ReturnType<typeof setTimeout> | undefined

    const settle = () => {
      clearTimeout(timer)
      clearInterval(heartbeat)
      signal?.removeEventListener('abort', abort)
      port.onmessage = null
      live.onDeath = () => undefined
    }
    const finish = (worker: WatchedRun['worker']) => {
      settle()
      resolve({ outcome: { load: load ?? SILENT, tests, times, output }, worker })
    }
    const end = (ending: Interruption) => {
      if (load === null) load = ending
      else if (load.type === 'loaded' && tests.length < request.ends.length) tests.push(ending)
      finish('busy')
    }
    const lose = (problem: unknown) => {
      settle()
      reject(problem instanceof Error ? problem : new FrameLost())
    }
    const abort = () => lose(signal?.reason)
    const checkFrame = async (whenAlive: () => void) => {
      const alive = await session.frame.isAlive()
      if (port.onmessage === null) return
      if (alive) whenAlive()
      else lose(new FrameLost())
    }
    const expect = (milliseconds: number) => {
      clearTimeout(timer)
      // Twice: after a busy moment of the page, replies that have already arrived are read before the second fires.
      const heardNothing = () => void checkFrame(() => (timer = setTimeout(() => end(SILENT), 50)))
      timer = setTimeout(heardNothing, milliseconds + graceSeconds * 1000)
    }
    const kept = (outcome: TestOutcome): TestOutcome => {
      if (outcome.type !== 'value') return outcome
      keptBytes += outcome.bytes.length
      return keptBytes <= MOST_KEPT_BYTES ? outcome : { type: 'too-large', bytes: keptBytes }
    }
    const hear = (reply: WorkerReply) => {
      if (reply.kind === 'loaded' && reply.run === request.run && load === null) {
        load = reply.outcome
        return expect(longestFrom[0] ?? CLEANING_MILLISECONDS)
      }
      if (
        reply.kind === 'tests' &&
        reply.run === request.run &&
        load !== null &&
        reply.first === tests.length &&
        reply.first + reply.outcomes.length <= request.ends.length
      ) {
        for (const outcome of reply.outcomes) tests.push(kept(outcome))
        for (const time of reply.times) times.push(time)
        return expect(longestFrom[tests.length] ?? CLEANING_MILLISECONDS)
      }
      if (reply.kind === 'done' && reply.run === request.run && load !== null) {
        output = reply.output
        return finish(reply.reusable ? 'reusable' : 'used-up')
      }
      return end({ type: 'crash', reason: 'tampered', message: 'The interpreter answered out of order.' })
    }

    const heartbeat = setInterval(() => void checkFrame(() => undefined), HEARTBEAT_MILLISECONDS)
    signal?.addEventListener('abort', abort, { once: true })
    live.onDeath = (message) => end({ type: 'crash', reason: 'fatal', message })
    port.onmessage = (event: MessageEvent<WorkerReply>) => hear(event.data)
    expect(request.loadLimit)
    // The inputs are copied, not moved: other programs are run against them.
    port.postMessage(request)
  })
}

const SILENT = { type: 'timeout', by: 'watchdog' } as const

/** How long silence may last before each test. In a batch it is not known which test is running. */
function longestLimits({ limits, replies, totalLimit }: RunRequest): readonly number[] {
  if (replies === 'each') return limits
  const longest = new Array<number>(limits.length)
  let most = 0
  for (let index = limits.length - 1; index >= 0; index -= 1) {
    most = Math.max(most, limits[index] ?? 0)
    longest[index] = Math.min(most, totalLimit) + BATCH_MILLISECONDS
  }
  return longest
}
