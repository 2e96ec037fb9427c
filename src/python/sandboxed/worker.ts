/** The script of a worker: starts Python once, then runs programs one after the other, each on a clean slate. */
import type { RunRequest, WorkerReply, WorkerStart } from '../protocol'
import { CleanSlate } from './clean-slate'
import { Deadline } from './deadline'
import { Harness } from './harness'
import { Interpreter } from './interpreter'
import { prepare, startPyodide } from './load'
import { lockDown } from './lock-down'
import { Output } from './output'
import { Reach } from './reach'
import { openRoutes } from './self-test'
import { warmUp } from './warm-up'

self.onmessage = (event: MessageEvent<WorkerStart>) => {
  self.onmessage = null
  void serve(event.data)
}

async function serve(start: WorkerStart): Promise<void> {
  const { port, limits } = start
  // Bound now: a program that got hold of JavaScript could replace the method later.
  const post = port.postMessage.bind(port)
  const send = (reply: WorkerReply, transfer: Transferable[] = []) => post(reply, transfer)
  try {
    const open = await openRoutes()
    if (open.length > 0) {
      const message = `The browser lets the sealed worker reach: ${open.join(', ')}.`
      return send({ kind: 'failed', code: 'sandbox-broken', message })
    }
    const output = new Output()
    const deadline = new Deadline()
    const { pyodide, snapshot, wall } = await startPyodide(start, output, deadline)
    const python = prepare(pyodide)
    pyodide.setInterruptBuffer(deadline.buffer)
    const interpreter = new Interpreter(pyodide._module)
    const harness = new Harness(interpreter, deadline, output, limits.valueBytes)
    const reach = new Reach(interpreter)
    output.watch(interpreter)
    warmUp(harness)
    const slate = new CleanSlate(pyodide._module, limits.fileBytes)
    slate.restore()
    output.take()
    port.onmessage = (event: MessageEvent<RunRequest>) => {
      const request = event.data
      const isAlive = harness.run(request, send) && harness.flushOutput()
      const reusable = isAlive && !reach.wasReached(request.source) && slate.heapBytes <= limits.heapBytes
      if (reusable) slate.restore()
      send({ kind: 'done', run: request.run, output: output.take(), reusable })
    }
    lockDown()
    wall.close()
    send({ kind: 'ready', python, pyodide: pyodide.version, snapshot }, snapshot === null ? [] : [snapshot])
  } catch (problem) {
    send({
      kind: 'failed',
      message: problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem),
    })
  }
}
