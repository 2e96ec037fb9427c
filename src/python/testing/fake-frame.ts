import type { SealedFrame } from '../frame'
import type { Program } from '../lane'
import type { RunRequest, WorkerReply } from '../protocol'

/** A frame whose workers behave as a test wants them to. No browser is needed for it. */

export type Behaviour = (request: RunRequest, reply: (message: WorkerReply) => void) => void

export const program: Program = {
  source: '',
  entryPoint: 'f',
  inputs: new ArrayBuffer(0),
  ends: [0, 0],
  limits: [20, 20],
  loadLimit: 20,
  totalLimit: 40,
  answer: 'value',
  replies: 'each',
}

export const READY = { kind: 'ready', python: '3', pyodide: '1', snapshot: null } as const satisfies WorkerReply
export const NONE = { type: 'exception', name: 'E', message: '', trace: [] } as const
export const honest: Behaviour = ({ run }, reply) => {
  reply({ kind: 'loaded', run, outcome: { type: 'loaded' } })
  for (const index of [0, 1]) reply({ kind: 'tests', run, first: index, outcomes: [NONE], times: [1] })
  reply({ kind: 'done', run, output: '', reusable: true })
}

const ports: MessagePort[] = []

export interface FakeFrame {
  readonly frame: SealedFrame
  readonly stopped: number[]
  /** Of each start, whether it was from a snapshot. */
  readonly starts: boolean[]
  readonly errors: ((message: string) => void)[]
  alive: boolean
}

export function fakeFrame(behaviour: Behaviour, first: WorkerReply | null = READY): FakeFrame {
  const made: FakeFrame = {
    stopped: [],
    starts: [],
    errors: [],
    alive: true,
    frame: {
      start({ snapshot, onError }) {
        made.starts.push(snapshot)
        made.errors.push(onError)
        const pipe = new MessageChannel()
        ports.push(pipe.port1, pipe.port2)
        const reply = (message: WorkerReply) => pipe.port2.postMessage(message)
        pipe.port2.onmessage = (event: MessageEvent<RunRequest>) => behaviour(event.data, reply)
        if (first !== null) reply(first)
        return { worker: made.starts.length, port: pipe.port1 }
      },
      stop: (worker) => void made.stopped.push(worker),
      keepSnapshot: () => {},
      isAlive: () => Promise.resolve(made.alive),
      close: () => {
        made.alive = false
      },
    },
  }
  return made
}

/** Node keeps running while a port is open. */
export function closePorts(): void {
  for (const port of ports.splice(0)) port.close()
}
