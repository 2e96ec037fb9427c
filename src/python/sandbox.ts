import type { SuiteOutcome } from '../core/judge/outcome'
import { systemClock } from './clock'
import type { SealedFrame } from './frame'
import { FrameLost } from './frame-lost'
import { Frames } from './frames'
import { Lane, type Program } from './lane'
import type { JudgeSettings } from './options'
import { Pool } from './pool'
import type { SnapshotStore } from './snapshot-store'
import type { InterpreterInfo } from './start-worker'
import { Zombies } from './zombies'

/** Runs one program in an interpreter; `signal` ends it. */
export type RunProgram = (program: Program, signal?: AbortSignal) => Promise<SuiteOutcome>

const MOST_ZOMBIES = 2

/** Interpreters as many as the work at hand needs and the machine bears. */
export class Sandbox {
  private readonly frames: Frames
  private readonly pool: Pool<Lane>

  constructor(settings: JudgeSettings, open: () => Promise<SealedFrame>, store: SnapshotStore | null = null) {
    this.frames = new Frames(open, store)
    const zombies = new Zombies(systemClock, MOST_ZOMBIES)
    const options = {
      limits: { valueBytes: settings.valueBytes, fileBytes: settings.fileBytes, heapBytes: settings.memoryBytes / 2 },
      startSeconds: settings.startSeconds,
      graceSeconds: settings.graceSeconds,
    }
    this.pool = new Pool({
      most: settings.lanes,
      make: () => new Lane(this.frames, zombies, options),
      drop: (lane) => lane.close(),
      idleMilliseconds: settings.idleSeconds * 1000,
      clock: systemClock,
    })
  }

  info(): Promise<InterpreterInfo> {
    return this.pool.use((lane) => lane.info())
  }

  /**
   * Gives the work an interpreter for itself. Work that was in flight when the frame died is done again from its start,
   * this time with nothing beside it: if the frame dies again, the program that was running did it.
   */
  async use<Result>(work: (run: RunProgram) => Promise<Result>): Promise<Result> {
    try {
      return await this.pool.use((lane) => work((program, signal) => lane.run(program, signal)))
    } catch (problem) {
      if (!(problem instanceof FrameLost)) throw problem
      return this.pool.useAlone((lane) =>
        work((program, signal) => lane.run(program, signal).catch((again: unknown) => blamed(again))),
      )
    }
  }

  close(): void {
    this.pool.close()
    this.frames.close()
  }
}

function blamed(problem: unknown): SuiteOutcome {
  if (!(problem instanceof FrameLost)) throw problem
  const load = { type: 'crash', reason: 'fatal', message: 'The sealed frame died, twice.' } as const
  return { load, tests: [], times: [], output: '' }
}
