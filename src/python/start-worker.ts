import { LabError } from '../core/errors'
import { FrameLost } from './frame-lost'
import type { FrameSession } from './frames'
import type { WorkerLimits, WorkerReply } from './protocol'

/** How often a frame is asked whether it is alive while something is expected of its workers. */
export const HEARTBEAT_MILLISECONDS = 2000

export interface InterpreterInfo {
  readonly python: string
  readonly pyodide: string
}

/** A started interpreter. */
export interface Live {
  readonly session: FrameSession
  readonly worker: number
  readonly port: MessagePort
  readonly info: InterpreterInfo
  /** Why it can run nothing more; null while it can. */
  died: string | null
  onDeath: (message: string) => void
}

/**
 * Starts a worker in the frame. The first of a frame starts cold and leaves the memory that all others begin with.
 * Throws FrameLost, and LabError `python-start` or `sandbox-broken`.
 */
export async function startWorker(session: FrameSession, limits: WorkerLimits, startSeconds: number): Promise<Live> {
  while (session.snapshot !== null) {
    const { snapshot } = session
    if (!(await snapshot)) continue
    try {
      return (await begin(session, limits, startSeconds, true)).live
    } catch (problem) {
      if (!session.stored || problem instanceof FrameLost) throw problem
      // What was kept from an earlier visit is no good: once more, cold.
      if (session.snapshot === snapshot) session.snapshot = null
      await session.store?.forget().catch(() => undefined)
    }
  }
  session.stored = false
  const starting = begin(session, limits, startSeconds, false)
  const kept = starting.then(
    ({ snapshot }) => {
      if (snapshot === null) return false
      // A full disk costs the next visit a cold start, nothing more.
      void session.store?.save(new Blob([snapshot])).catch(() => undefined)
      session.frame.keepSnapshot(snapshot)
      return true
    },
    () => false,
  )
  session.snapshot = kept
  void kept.then((isKept) => {
    if (!isKept && session.snapshot === kept) session.snapshot = null
  })
  return (await starting).live
}

function begin(
  session: FrameSession,
  limits: WorkerLimits,
  startSeconds: number,
  snapshot: boolean,
): Promise<{ live: Live; snapshot: ArrayBuffer | null }> {
  const { frame } = session
  return new Promise((resolve, reject) => {
    let live: Live | null = null
    const settle = () => {
      clearTimeout(timer)
      clearInterval(heartbeat)
    }
    const fail = (problem: Error) => {
      settle()
      port.close()
      frame.stop(worker)
      reject(problem)
    }
    // Where the wasm cannot be instantiated Pyodide's promise never settles.
    const timer = setTimeout(
      () => fail(notStarted(`nothing was heard for ${startSeconds} seconds.`)),
      startSeconds * 1000,
    )
    const heartbeat = setInterval(() => {
      void frame.isAlive().then((alive) => {
        if (!alive) fail(new FrameLost())
      })
    }, HEARTBEAT_MILLISECONDS)
    const { worker, port } = frame.start({
      limits,
      snapshot,
      onError: (message) => {
        if (live === null) return fail(notStarted(message))
        live.died = message
        live.onDeath(message)
      },
    })
    port.onmessage = (event: MessageEvent<WorkerReply>) => {
      const reply = event.data
      if (reply.kind === 'failed') return fail(failure(reply))
      if (reply.kind !== 'ready') return
      settle()
      port.onmessage = null
      const info = { python: reply.python, pyodide: reply.pyodide }
      live = { session, worker, port, info, died: null, onDeath: () => undefined }
      resolve({ live, snapshot: reply.snapshot })
    }
  })
}

function failure(reply: Extract<WorkerReply, { kind: 'failed' }>): LabError {
  if (reply.code !== 'sandbox-broken') return notStarted(reply.message)
  return new LabError(
    'sandbox-broken',
    `Python is not started: ${reply.message}`,
    'Use a current browser; a wall around untrusted code does not hold in this one.',
  )
}

function notStarted(message: string): LabError {
  return new LabError(
    'python-start',
    `Python did not start: ${message}`,
    'Reload the page; close other tabs if memory is short.',
  )
}
