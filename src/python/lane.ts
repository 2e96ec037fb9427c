import { LabError } from '../core/errors'
import type { SuiteOutcome, TestOutcome } from '../core/judge/outcome'
import type { SealedFrame } from './frame'
import type { RunRequest, WorkerLimits, WorkerReply } from './protocol'

/** Time for putting the interpreter back on a clean slate. */
const CLEANING_MILLISECONDS = 3000

export interface InterpreterInfo {
  readonly python: string
  readonly pyodide: string
}

interface LaneOptions {
  readonly limits: WorkerLimits
  readonly startSeconds: number
  readonly graceSeconds: number
}

interface Live {
  readonly worker: number
  readonly port: MessagePort
  readonly info: InterpreterInfo
}

export type Program = Omit<RunRequest, 'run'>

/** One interpreter, replaced whenever a program may have damaged it. Runs one program at a time. */
export class Lane {
  private live: Promise<Live> | null = null
  private nextRun = 1

  constructor(
    private readonly frame: SealedFrame,
    private readonly options: LaneOptions,
    private readonly shared: { snapshot: boolean },
  ) {}

  async info(): Promise<InterpreterInfo> {
    return (await this.ready()).info
  }

  /** Never throws for what the program does; LabError `python-start` where no interpreter comes up. */
  async run(program: Program): Promise<SuiteOutcome> {
    const live = await this.ready()
    const run = this.nextRun
    this.nextRun += 1
    const { outcome, reusable } = await this.watch(live, { ...program, run })
    if (!reusable) this.replace(live)
    return outcome
  }

  close(): void {
    void this.live?.then((live) => this.stop(live)).catch(() => undefined)
    this.live = null
  }

  private ready(): Promise<Live> {
    if (this.live === null) {
      const starting = this.start()
      this.live = starting
      starting.catch(() => {
        if (this.live === starting) this.live = null
      })
    }
    return this.live
  }

  /** The next interpreter starts at once, so that it is warm when it is needed. */
  private replace(live: Live): void {
    this.stop(live)
    this.live = null
    void this.ready().catch(() => undefined)
  }

  private stop(live: Live): void {
    live.port.close()
    this.frame.stop(live.worker)
  }

  private start(): Promise<Live> {
    return new Promise((resolve, reject) => {
      const fail = (message: string) => {
        clearTimeout(timer)
        port.close()
        this.frame.stop(worker)
        reject(
          new LabError(
            'python-start',
            `Python did not start: ${message}`,
            'Reload the page; close other tabs if memory is short.',
          ),
        )
      }
      // Where the wasm cannot be instantiated Pyodide's promise never settles.
      const timer = setTimeout(
        () => fail(`nothing was heard for ${this.options.startSeconds} seconds.`),
        this.options.startSeconds * 1000,
      )
      const { worker, port } = this.frame.start({
        limits: this.options.limits,
        snapshot: this.shared.snapshot,
        onError: fail,
      })
      port.onmessage = (event: MessageEvent<WorkerReply>) => {
        const reply = event.data
        if (reply.kind === 'failed') return fail(reply.message)
        if (reply.kind !== 'ready') return
        clearTimeout(timer)
        if (reply.snapshot !== null && !this.shared.snapshot) {
          this.frame.keepSnapshot(reply.snapshot)
          this.shared.snapshot = true
        }
        resolve({ worker, port, info: { python: reply.python, pyodide: reply.pyodide } })
      }
    })
  }

  /** Collects replies in their only possible order, and ends the wait when they stay away. */
  private watch(live: Live, request: RunRequest): Promise<{ outcome: SuiteOutcome; reusable: boolean }> {
    return new Promise((resolve) => {
      let load: SuiteOutcome['load'] | null = null
      const tests: TestOutcome[] = []
      let output = ''
      const times: number[] = []
      let timer: ReturnType<typeof setTimeout> | undefined
      const finish = (reusable: boolean) => {
        clearTimeout(timer)
        live.port.onmessage = null
        resolve({ outcome: { load: load ?? silent, tests, times, output }, reusable })
      }
      const end = (ending: Extract<TestOutcome, { type: 'timeout' | 'crash' }>) => {
        if (load === null) load = ending
        else if (load.type === 'loaded' && tests.length < request.ends.length) tests.push(ending)
        finish(false)
      }
      const silent = { type: 'timeout', by: 'watchdog' } as const
      const expect = (milliseconds: number) => {
        clearTimeout(timer)
        // Twice: after a busy moment of the page, replies that have already arrived are read before the second fires.
        const last = () => (timer = setTimeout(() => end(silent), 50))
        timer = setTimeout(last, milliseconds + this.options.graceSeconds * 1000)
      }
      live.port.onmessage = (event: MessageEvent<WorkerReply>) => {
        const reply = event.data
        if (reply.kind === 'loaded' && reply.run === request.run && load === null) {
          load = reply.outcome
          return expect(request.limits[0] ?? CLEANING_MILLISECONDS)
        }
        if (
          reply.kind === 'tests' &&
          reply.run === request.run &&
          load !== null &&
          reply.first === tests.length &&
          reply.first + reply.outcomes.length <= request.ends.length
        ) {
          tests.push(...reply.outcomes)
          times.push(...reply.times)
          return expect(request.limits[tests.length] ?? CLEANING_MILLISECONDS)
        }
        if (reply.kind === 'done' && reply.run === request.run && load !== null) {
          output = reply.output
          return finish(reply.reusable)
        }
        return end({ type: 'crash', reason: 'tampered', message: 'The interpreter answered out of order.' })
      }
      expect(request.loadLimit)
      // The inputs are copied, not moved: the caller runs other programs against them.
      live.port.postMessage(request)
    })
  }
}
