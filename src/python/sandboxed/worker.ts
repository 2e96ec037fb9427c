/** The script of a worker: starts Python once, then runs programs one after the other, each on a clean slate. */
import type { RunRequest, WorkerReply, WorkerStart } from '../protocol'
import { CleanSlate } from './clean-slate'
import { Deadline } from './deadline'
import { Harness } from './harness'
import { startPyodide } from './load'
import { lockDown } from './lock-down'
import { hasReachedOut } from './reach'

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
    const { pyodide, python, snapshot, wall } = await startPyodide(start)
    const deadline = new Deadline()
    pyodide.setInterruptBuffer(deadline.buffer)
    const harness = new Harness(pyodide._module, deadline, limits.valueBytes)
    warmUp(harness)
    const slate = new CleanSlate(pyodide._module, limits.fileBytes)
    slate.restore()
    port.onmessage = (event: MessageEvent<RunRequest>) => {
      const request = event.data
      let reusable = harness.run(request, send)
      if (reusable) {
        reusable = !hasReachedOut(pyodide._module, request.source) && slate.heapBytes <= limits.heapBytes
        if (reusable) slate.restore()
      }
      send({ kind: 'done', run: request.run, output: '', reusable })
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

/** Runs every path of the harness once, so that what CPython caches lazily is part of the clean slate. */
function warmUp(harness: Harness): void {
  // marshal of ((),) is not needed: an empty tuple calls f().
  const emptyTuple = new Uint8Array([0x28, 0, 0, 0, 0])
  const request: RunRequest = {
    run: 0,
    source: 'def f():\n    return [1, 2.5, "a", {1}, {"k": (None, True)}]\n',
    entryPoint: 'f',
    inputs: emptyTuple.buffer,
    ends: [emptyTuple.length],
    limits: [10_000],
    loadLimit: 10_000,
    totalLimit: 10_000,
    answer: 'value',
    replies: 'each',
  }
  harness.run(request, () => {})
  harness.run({ ...request, source: 'def f():\n    return 1 // 0\n' }, () => {})
}
