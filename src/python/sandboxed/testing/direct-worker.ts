/** For tests: one worker of a sealed frame, spoken to without the judge. */
import type { LoadOutcome, TestOutcome } from '../../../core/judge/outcome'
import { openFrame, type SealedFrame } from '../../frame'
import type { RunRequest, WorkerLimits, WorkerReply } from '../../protocol'
import { loadRuntimeParts } from '../../runtime-files'
import workerScript from '../worker.ts?sandbox'

const MIB = 1_048_576
const LIMITS: WorkerLimits = { valueBytes: 16_000_000, fileBytes: 8 * MIB, heapBytes: 128 * MIB }
/** marshal of (). */
const NO_ARGUMENTS = Uint8Array.of(0x28, 0, 0, 0, 0)

export interface DirectRun {
  readonly load: LoadOutcome | null
  readonly tests: readonly TestOutcome[]
  readonly times: readonly number[]
  readonly output: string
  readonly reusable: boolean
  readonly milliseconds: number
  /** How many messages the outcomes came in. */
  readonly messages: number
}

export type DirectRequest = Partial<RunRequest> & { readonly calls?: number }

export interface DirectWorker {
  readonly startMilliseconds: number
  /** Calls `f()` as often as `calls` says. */
  run(source: string, request?: DirectRequest): Promise<DirectRun>
}

export class DirectFrame {
  private hasSnapshot = false

  private constructor(private readonly frame: SealedFrame) {}

  static async open(): Promise<DirectFrame> {
    return new DirectFrame(await openFrame(await loadRuntimeParts(workerScript, 256 * MIB), 60))
  }

  close(): void {
    this.frame.close()
  }

  start(limits: Partial<WorkerLimits> = {}): Promise<DirectWorker> {
    const began = performance.now()
    return new Promise((resolve, reject) => {
      const { port } = this.frame.start({
        limits: { ...LIMITS, ...limits },
        snapshot: this.hasSnapshot,
        onError: (message) => reject(new Error(message)),
      })
      port.onmessage = (event: MessageEvent<WorkerReply>) => {
        const reply = event.data
        if (reply.kind === 'failed') return reject(new Error(reply.message))
        if (reply.kind !== 'ready') return
        if (reply.snapshot !== null) this.frame.keepSnapshot(reply.snapshot)
        this.hasSnapshot = true
        resolve({
          startMilliseconds: performance.now() - began,
          run: (source, request) => run(port, source, request ?? {}),
        })
      }
    })
  }
}

function run(port: MessagePort, source: string, { calls = 1, ...request }: DirectRequest): Promise<DirectRun> {
  const began = performance.now()
  const inputs = new Uint8Array(calls * NO_ARGUMENTS.length)
  const indices = Array.from({ length: calls }, (_, index) => index)
  for (const index of indices) inputs.set(NO_ARGUMENTS, index * NO_ARGUMENTS.length)
  return new Promise((resolve) => {
    let load: LoadOutcome | null = null
    let messages = 0
    const tests: TestOutcome[] = []
    const times: number[] = []
    port.onmessage = (event: MessageEvent<WorkerReply>) => {
      const reply = event.data
      if (reply.kind === 'loaded') load = reply.outcome
      if (reply.kind === 'tests') {
        messages += 1
        tests.push(...reply.outcomes)
        times.push(...reply.times)
      }
      if (reply.kind !== 'done') return
      const { output, reusable } = reply
      resolve({ load, tests, times, output, reusable, milliseconds: performance.now() - began, messages })
    }
    const whole: RunRequest = {
      run: 1,
      source,
      entryPoint: 'f',
      inputs: inputs.buffer,
      ends: indices.map((index) => (index + 1) * NO_ARGUMENTS.length),
      limits: indices.map(() => 2000),
      loadLimit: 2000,
      totalLimit: 20_000,
      answer: 'value',
      replies: 'batched',
      ...request,
    }
    port.postMessage(whole)
  })
}
