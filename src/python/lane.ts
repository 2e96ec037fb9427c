import type { SuiteOutcome } from '../core/judge/outcome'
import { FrameLost } from './frame-lost'
import { framesKeepDying, type Frames } from './frames'
import type { RunRequest, WorkerLimits } from './protocol'
import { startWorker, type InterpreterInfo, type Live } from './start-worker'
import { watchRun } from './watch-run'
import type { Zombies } from './zombies'

export interface LaneOptions {
  readonly limits: WorkerLimits
  readonly startSeconds: number
  readonly graceSeconds: number
}

export type Program = Omit<RunRequest, 'run'>

/** One interpreter, replaced whenever a program may have damaged it. Runs one program at a time. */
export class Lane {
  private live: Promise<Live> | null = null
  private closed = false
  private nextRun = 1

  constructor(
    private readonly frames: Pick<Frames, 'current' | 'lost'>,
    private readonly zombies: Zombies,
    private readonly options: LaneOptions,
  ) {}

  async info(): Promise<InterpreterInfo> {
    return (await this.ready()).info
  }

  /**
   * Never throws for what the program does. Throws LabError `python-start` where no interpreter comes up, FrameLost where
   * the frame died while it ran, and the reason of `signal`, which ends the program.
   */
  async run(program: Program, signal: AbortSignal | null = null): Promise<SuiteOutcome> {
    const live = await this.ready()
    signal?.throwIfAborted()
    const run = this.nextRun
    this.nextRun += 1
    try {
      const { outcome, worker } = await watchRun(live, { ...program, run }, this.options.graceSeconds, signal)
      if (worker !== 'reusable') this.replace(live, worker === 'busy')
      return outcome
    } catch (problem) {
      if (problem instanceof FrameLost) await this.abandon(live)
      else this.replace(live, true)
      throw problem
    }
  }

  close(): void {
    this.closed = true
    void this.live?.then((live) => this.stop(live)).catch(() => undefined)
    this.live = null
  }

  private async ready(): Promise<Live> {
    const starting = this.live ?? this.begin()
    const live = await starting
    if (live.died === null && !live.session.lost) return live
    // It died while nothing was asked of it.
    if (this.live === starting) this.replace(live, false)
    return this.ready()
  }

  private begin(): Promise<Live> {
    const starting = this.start()
    this.live = starting
    starting.catch(() => {
      if (this.live === starting) this.live = null
    })
    return starting
  }

  /** A frame that dies meanwhile is replaced once. */
  private async start(): Promise<Live> {
    const { limits, startSeconds } = this.options
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await this.zombies.room()
      const session = await this.frames.current()
      try {
        return await startWorker(session, limits, startSeconds)
      } catch (problem) {
        if (!(problem instanceof FrameLost) && (await session.frame.isAlive())) throw problem
        await this.frames.lost(session)
      }
    }
    throw framesKeepDying()
  }

  /** The next interpreter starts at once, so that it is warm when it is needed. */
  private replace(live: Live, busy: boolean): void {
    if (busy) this.zombies.add()
    this.stop(live)
    this.live = null
    if (!this.closed) void this.begin().catch(() => undefined)
  }

  private async abandon(live: Live): Promise<void> {
    live.port.close()
    this.live = null
    await this.frames.lost(live.session)
  }

  private stop(live: Live): void {
    live.port.close()
    live.session.frame.stop(live.worker)
  }
}
