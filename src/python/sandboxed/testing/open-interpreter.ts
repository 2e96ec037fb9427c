/**
 * For the test of the frame: an interpreter with all of the worker's JavaScript in reach as `js`, no wall at its imports,
 * nothing taken away and nothing frozen. What it cannot do, the browser alone refuses.
 */
import type { WorkerStart } from '../../protocol'
import { Deadline } from '../deadline'
import { startPyodide } from '../load'
import { Output } from '../output'

export type Attempts = readonly (readonly [name: string, source: string])[]

const realFetch = self.fetch

self.onmessage = async (event: MessageEvent<WorkerStart>) => {
  self.onmessage = null
  const { port } = event.data
  const { pyodide } = await startPyodide(event.data, new Output(), new Deadline(), self)
  // Loading answers for it from memory; the attempts are to meet the browser's own.
  self.fetch = realFetch
  port.onmessage = async (request: MessageEvent<Attempts>) => {
    const found: [string, string][] = []
    for (const [name, source] of request.data) {
      try {
        found.push([name, `reached: ${String(await settled(pyodide.runPythonAsync(source)))}`])
      } catch (problem) {
        const text = problem instanceof Error ? problem.message : String(problem)
        found.push([name, `refused: ${text.trim().split('\n').at(-1) ?? ''}`])
      }
    }
    port.postMessage(found)
  }
  port.postMessage('ready')
}

/** Some of Pyodide's promises never settle when they are refused. */
function settled(work: Promise<unknown>): Promise<unknown> {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 2000))
  return Promise.race([work, late])
}
