import { LabError } from '../core/errors'
import { inlineScript } from './inline-script'
import type { FrameReply, FrameRequest, RuntimeParts, WorkerLimits } from './protocol'
import frameScript from './sandboxed/frame.ts?sandbox'

/** The page's handle of the sealed frame. */
export interface SealedFrame {
  /** Starts a worker and gives the page's end of its port. `onError` hears of a worker that could not be loaded. */
  start(options: { limits: WorkerLimits; snapshot: boolean; onError: (message: string) => void }): {
    worker: number
    port: MessagePort
  }
  stop(worker: number): void
  /** Workers started from now on with `snapshot` begin with this memory. */
  keepSnapshot(bytes: ArrayBuffer): void
  close(): void
}

/**
 * Opens a frame of an opaque origin under a policy that lets it load nothing, and gives it the runtime.
 * Throws LabError `sandbox-broken` where the browser does not seal it, `python-start` where it does not come up.
 */
export async function openFrame(parts: RuntimeParts, startSeconds: number): Promise<SealedFrame> {
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

async function connect(element: HTMLIFrameElement, parts: RuntimeParts, startSeconds: number): Promise<SealedFrame> {
  const channel = new MessageChannel()
  const { port1: port } = channel
  const errorHandlers = new Map<number, (message: string) => void>()
  let nextWorker = 1
  const send = (request: FrameRequest, transfer: Transferable[] = []) => port.postMessage(request, transfer)

  await new Promise<void>((resolve, reject) => {
    const end = (problem: LabError | null) => {
      clearTimeout(timer)
      removeEventListener('message', hear)
      if (problem === null) resolve()
      else reject(problem)
    }
    const timer = setTimeout(() => end(notStarted('The sealed frame did not come up.')), startSeconds * 1000)
    const handle = (reply: FrameReply) => {
      switch (reply.kind) {
        case 'alive':
          element.contentWindow?.postMessage(null, '*', [channel.port2])
          return send({ kind: 'runtime', parts })
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
    close() {
      port.close()
      element.remove()
    },
  }
}

/** Everything is forbidden but this one script, blob workers, and compiling wasm. Workers inherit the policy. */
function frameDocument(): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' blob: 'wasm-unsafe-eval'`,
    'worker-src blob:',
    'child-src blob:',
    ...['connect', 'img', 'font', 'media', 'style', 'frame', 'object', 'manifest'].map((kind) => `${kind}-src 'none'`),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const script = inlineScript(frameScript)
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script nonce="${nonce}">${script}</script>`
}

function notStarted(message: string): LabError {
  return new LabError(
    'python-start',
    `Python did not start: ${message}`,
    'Reload the page; close other tabs if memory is short.',
  )
}
