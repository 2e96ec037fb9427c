/** Starts a server that writes down whoever comes to it: the sealed frame's tests must see that nobody did. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers every path to everyone with a script; `seen` tells the paths that were asked for. Ends in a slash. */
    witnessAddress: string
  }
}

const SCRIPT = 'self.postMessage?.("ran")'

export default async function startWitness(project: TestProject): Promise<() => Promise<void>> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const isQuestion = path === '/seen'
    if (!isQuestion) seen.push(path)
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*')
    response.setHeader('content-type', isQuestion ? 'application/json' : contentType(path))
    response.end(isQuestion ? JSON.stringify(seen) : path.includes('events') ? 'data: x\n\n' : SCRIPT)
  })
  server.on('upgrade', (request, socket) => {
    seen.push(request.url ?? '')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('witnessAddress', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return () =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
}

function contentType(path: string): string {
  return path.includes('events') ? 'text/event-stream' : 'text/javascript'
}
