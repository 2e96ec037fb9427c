/**
 * The script of the sealed frame: starts and ends workers, nothing else. It never sees a program, so it never blocks.
 * It refuses to work where it is not sealed (an opaque origin has the name "null").
 */
import type { FrameReply, FrameRequest, RuntimeParts, WorkerStart } from '../protocol'

function main(): void {
  if (self.origin !== 'null') {
    const refusal: FrameReply = { kind: 'refused', message: `The frame has the origin ${self.origin}.` }
    window.parent.postMessage(refusal, '*')
    return
  }
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports
    if (event.source === window.parent && port !== undefined) serve(port)
  })
  const alive: FrameReply = { kind: 'alive' }
  window.parent.postMessage(alive, '*')
}

function serve(port: MessagePort): void {
  const workers = new Map<number, Worker>()
  let parts: RuntimeParts | null = null
  let module: WebAssembly.Module | null = null
  let script = ''
  let snapshot: ArrayBuffer | null = null
  const reply = (message: FrameReply) => port.postMessage(message)

  const start = (request: Extract<FrameRequest, { kind: 'start' }>, pagePort: MessagePort | undefined) => {
    if (parts === null || module === null || pagePort === undefined) return
    const worker = new Worker(script)
    workers.set(request.worker, worker)
    worker.addEventListener('error', (event) => {
      reply({ kind: 'worker-error', worker: request.worker, message: event.message || 'The worker did not load.' })
    })
    const message: WorkerStart = {
      loader: parts.loader,
      assembly: parts.assembly,
      module,
      standardLibrary: parts.standardLibrary,
      limits: request.limits,
      snapshot: request.snapshot ? snapshot : null,
      port: pagePort,
    }
    worker.postMessage(message, [pagePort])
  }

  port.onmessage = async (event: MessageEvent<FrameRequest>) => {
    const request = event.data
    switch (request.kind) {
      case 'runtime':
        try {
          parts = request.parts
          script = URL.createObjectURL(new Blob([parts.worker], { type: 'text/javascript' }))
          module = await WebAssembly.compile(parts.wasm)
          reply({ kind: 'compiled' })
        } catch (problem) {
          reply({ kind: 'failed', message: String(problem) })
        }
        return
      case 'snapshot':
        snapshot = request.bytes
        return
      case 'start':
        start(request, event.ports[0])
        return
      case 'stop':
        workers.get(request.worker)?.terminate()
        workers.delete(request.worker)
        return
      case 'ping':
        reply({ kind: 'pong' })
        return
    }
  }
}

main()
