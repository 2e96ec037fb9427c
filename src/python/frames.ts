import { cancelled, LabError } from '../core/errors'
import type { SealedFrame } from './frame'
import type { SnapshotStore } from './snapshot-store'

/** A frame and whether it has the memory that interpreters start from. */
export interface FrameSession {
  readonly frame: SealedFrame
  /** Pending while the first interpreter of the frame makes the memory that the others start from. */
  snapshot: Promise<boolean> | null
  /** Where that memory is kept for the next visit. */
  readonly store: SnapshotStore | null
  /** Whether it came from there: then it may turn out to be of no use. */
  stored: boolean
  lost: boolean
}

/** One frame at a time: a new one is opened when the last was lost. */
export class Frames {
  #current: Promise<FrameSession> | null = null
  #closed = false

  constructor(
    private readonly open: () => Promise<SealedFrame>,
    private readonly store: SnapshotStore | null = null,
  ) {}

  current(): Promise<FrameSession> {
    if (this.#closed) return Promise.reject(cancelled())
    if (this.#current === null) {
      const opening = this.#begin()
      this.#current = opening
      opening.then(
        (session) => this.#closed && session.frame.close(),
        () => this.#forget(opening),
      )
    }
    return this.#current
  }

  /** Closes a session whose frame no longer answers; the next to ask gets a new one. */
  async lost(session: FrameSession): Promise<void> {
    session.lost = true
    const current = this.#current
    if (current === null || (await current.catch(() => null)) !== session) return
    this.#forget(current)
    session.frame.close()
  }

  close(): void {
    this.#closed = true
    void this.#current?.then(({ frame }) => frame.close()).catch(() => undefined)
    this.#current = null
  }

  async #begin(): Promise<FrameSession> {
    const { store } = this
    // A cache that fails only makes the start a cold one.
    const [frame, memory] = await Promise.all([this.open(), store?.load().catch(() => null) ?? null])
    if (memory === null) return { frame, snapshot: null, store, stored: false, lost: false }
    frame.keepSnapshot(memory)
    return { frame, snapshot: Promise.resolve(true), store, stored: true, lost: false }
  }

  #forget(session: Promise<FrameSession>): void {
    if (this.#current === session) this.#current = null
  }
}

export function framesKeepDying(): LabError {
  return new LabError(
    'python-start',
    'Python did not start: the sealed frame was lost twice.',
    'Reload the page; close other tabs if memory is short.',
  )
}
