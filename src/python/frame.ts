import { LabError } from '../core/errors'
import { frameDocument } from './frame-document'
import type { FrameReply, FrameRequest, RuntimeParts, WorkerLimits } from './protocol'

/** An answer takes a millisecond; a frame is given up when it misses two of these in a row. */
const PING_MILLISECONDS = 3000

/** The page's handle of the sealed frame. */
export interface SealedFrame {
  /**
   * Starts a worker and gives the page's end of its port. `onError` hears of a worker that could not be loaded, and of
   * an error that nothing in the worker caught.
   */
  start(options: { limits: WorkerLimits; snapshot: boolean; onError: (message: string) => void }): {
    worker: number
    port: MessagePort
  }
  stop(worker: number): void
  /** Workers started from now on with `snapshot` begin with this memory. */
  keepSnapshot(bytes: ArrayBuffer): void
  /** Whether it still answers: a frame that was taken out of the document, or whose process died, is gone with all its workers. */
  isAlive(): Promise<boolean>
  close(): void
}

/**
 * Opens a frame of an opaque origin under a policy that lets it load nothing, and gives it the runtime.
 * Throws LabError `sandbox-broken` where the browser does not seal it, `python-start` where it does not come up, and
 * what `parts` is rejected with.
 */
export async function openFrame(
  parts: RuntimeParts | Promise<RuntimeParts>,
  startSeconds: number,
): Promise<SealedFrame> {
  const element = document.createElement('iframe')
  element.setAttribute('sandbox', 'allow-scripts')
  element.setAttribute('aria-hidden', 'true')
  element.setAttribute('title', 'Sealed frame for Python')
  element.inert = true
  element.hidden = true
  element.tabIndex = -1
  element.srcdoc = frameDocument()
  try {
    return await connect(element, parts, startSeconds)
  } catch (problem) {
    element.remove()
    throw problem
  }
}

async function connect(
  element: HTMLIFrameElement,
  parts: RuntimeParts | Promise<RuntimeParts>,
  startSeconds: number,
): Promise<SealedFrame> {
  const channel = new MessageChannel()
  const { port1: port } = channel
  const errorHandlers = new Map<number, (message: string) => void>()
  const pongs = new Set<() => void>()
  let nextWorker = 1
  const send = (request: FrameRequest, transfer: Transferable[] = []) => port.postMessage(request, transfer)

  await new Promise<void>((resolve, reject) => {
    const end = (problem: unknown) => {
      clearTimeout(timer)
      removeEventListener('message', hear)
      if (problem === null) resolve()
      else reject(problem)
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const expect = () => {
      timer = setTimeout(() => end(notStarted('The sealed frame did not come up.')), startSeconds * 1000)
    }
    expect()
    const handle = (reply: FrameReply) => {
      switch (reply.kind) {
        case 'alive':
          element.contentWindow?.postMessage(null, '*', [channel.port2])
          // The frame comes up while the runtime is still being fetched, which may take any time.
          clearTimeout(timer)
          Promise.resolve(parts).then((loaded) => {
            send({ kind: 'runtime', parts: loaded })
            expect()
          }, end)
          return
        case 'refused':
          return end(
            new LabError(
              'sandbox-broken',
              `Python is not started: ${reply.message}`,
              'Use a current browser; the frame for untrusted code must have no origin.',
            ),
          )
        case 'compiled':
          return end(null)
        case 'failed':
          return end(notStarted(reply.message))
        case 'worker-error':
          return errorHandlers.get(reply.worker)?.(reply.message)
        case 'pong':
          for (const heard of pongs) heard()
          return
      }
    }
    const hear = (event: MessageEvent<FrameReply>) => {
      if (event.source !== null && event.source === element.contentWindow && event.origin === 'null') handle(event.data)
    }
    addEventListener('message', hear)
    port.onmessage = (event: MessageEvent<FrameReply>) => handle(event.data)
    document.body.append(element)
  })

  const answers = () =>
    new Promise<boolean>((resolve) => {
      const end = (heard: boolean) => {
        clearTimeout(timer)
        pongs.delete(hear)
        resolve(heard)
      }
      const hear = () => end(true)
      const timer = setTimeout(() => end(false), PING_MILLISECONDS)
      pongs.add(hear)
      send({ kind: 'ping' })
    })

  return {
    start({ limits, snapshot, onError }) {
      const worker = nextWorker
      nextWorker += 1
      errorHandlers.set(worker, onError)
      const pipe = new MessageChannel()
      send({ kind: 'start', worker, limits, snapshot }, [pipe.port2])
      return { worker, port: pipe.port1 }
    },
    stop(worker) {
      errorHandlers.delete(worker)
      send({ kind: 'stop', worker })
    },
    keepSnapshot(bytes) {
      send({ kind: 'snapshot', bytes }, [bytes])
    },
    async isAlive() {
      // Twice: when the page itself was held up, the first timer may fire before an answer that has long arrived.
      return element.isConnected && ((await answers()) || (element.isConnected && (await answers())))
    },
    close() {
      port.close()
      element.remove()
    },
  }
}

function notStarted(message: string): LabError {
  return new LabError(
    'python-start',
    `Python did not start: ${message}`,
    'Reload the page; close other tabs if memory is short.',
  )
}
