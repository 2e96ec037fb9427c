import { afterEach, describe, expect, inject, test } from 'vitest'
import { openFrame, type SealedFrame } from './frame'
import type { ProbeReply, ProbeRequest } from './sandboxed/probe'
import probeScript from './sandboxed/probe.ts?sandbox'
import type { RuntimeParts, WorkerReply } from './protocol'
import { loadRuntimeParts } from './runtime-files'
import {
  attemptsOfPrograms,
  attemptsWithJavaScript,
  fatalAttempts,
  fatalAttemptsOfPrograms,
} from './sandboxed/testing/attempts'
import { DirectFrame } from './sandboxed/testing/direct-worker'
import type { Attempts } from './sandboxed/testing/open-interpreter'
import workerScript from './sandboxed/worker.ts?sandbox'
import openScript from './sandboxed/testing/open-interpreter.ts?sandbox'

/** What a program could do that had got hold of JavaScript: nothing removed, nothing frozen, only the frame and its policy. */

/** An empty wasm module. */
const EMPTY_WASM = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
const parts: RuntimeParts = {
  loader: '',
  assembly: '',
  wasm: EMPTY_WASM.buffer,
  standardLibrary: new ArrayBuffer(0),
  worker: probeScript,
}
const LIMITS = { valueBytes: 0, fileBytes: 0, heapBytes: 0 }

let frame: SealedFrame | null = null
afterEach(() => frame?.close())

const pageBlob = URL.createObjectURL(new Blob(['1'], { type: 'text/javascript' }))
const witness = inject('witnessAddress')
const request: ProbeRequest = { witness, pageBlob }

async function seen(): Promise<readonly string[]> {
  return (await (await fetch(`${witness}seen`)).json()) as string[]
}

async function probeInFrame(): Promise<ProbeReply> {
  frame = await openFrame(parts, 20)
  const { port } = frame.start({ limits: LIMITS, snapshot: false, onError: (message) => expect.fail(message) })
  return new Promise((resolve) => {
    port.onmessage = (event: MessageEvent<ProbeReply>) => resolve(event.data)
    port.postMessage(request)
  })
}

/** The same attempts with nothing around them: what the frame and its policy must refuse, and no more. */
async function probeUnsealed(): Promise<ProbeReply> {
  const worker = new Worker(URL.createObjectURL(new Blob([probeScript], { type: 'text/javascript' })))
  const found = await new Promise<ProbeReply>((resolve) => {
    worker.onmessage = (event: MessageEvent<ProbeReply | string>) => {
      if (typeof event.data !== 'string') resolve(event.data)
    }
    worker.postMessage(request)
  })
  worker.terminate()
  return found
}

const reachedOf = (found: ProbeReply) =>
  Array.from(found).flatMap(([what, result]) => (what !== 'origin' && !result.startsWith('refused') ? [what] : []))

/** What a worker cannot do in this browser even unsealed, or not with a server such as the witness. */
const ABSENT = new Set([
  ...['WebTransport', 'RTCPeerConnection', 'sendBeacon', 'SharedWorker', 'service worker', 'document', 'parent'],
  ...[
    'localStorage',
    'cookieStore',
    'worker from elsewhere',
    'WebSocket',
    'WebSocketStream',
    'FontFace',
    'BroadcastChannel',
  ],
])

describe('a worker in the sealed frame', () => {
  test('reaches no network, no storage, no other code and no parent', async () => {
    localStorage.setItem('secret', 'x')
    const heard: unknown[] = []
    const channel = new BroadcastChannel('probe')
    channel.onmessage = (event) => heard.push(event.data)
    const before = await seen()
    const found = await probeInFrame()
    expect(found.get('origin')).toBe('null')
    expect(reachedOf(found)).toEqual([])
    expect(Array.from(found.values())).not.toContain('refused: Error: no answer')
    expect(await seen()).toEqual(before)
    expect(heard).toEqual([])

    // Each attempt succeeds, or at least comes to the witness, where nothing is sealed: so each could have failed above.
    const unsealed = await probeUnsealed()
    expect(Array.from(unsealed.keys())).toEqual(Array.from(found.keys()))
    expect(Array.from(unsealed.keys()).filter((what) => what !== 'origin' && !ABSENT.has(what))).toEqual(
      reachedOf(unsealed).filter((what) => !ABSENT.has(what)),
    )
    const after = (await seen()).slice(before.length)
    expect(after).toEqual(expect.arrayContaining(['/fetch', '/xhr', '/socket', '/events', '/nested-nested', '/module']))
    expect(heard).toEqual([location.origin])
    channel.close()
  })

  test('lives in a frame that is sealed, hidden and out of the way', async () => {
    frame = await openFrame(parts, 20)
    const element = document.querySelector('iframe[title="Sealed frame for Python"]')
    expect(element?.getAttribute('sandbox')).toBe('allow-scripts')
    expect(element?.getAttribute('srcdoc')).toContain("default-src 'none'")
    expect(element?.getAttribute('srcdoc')).not.toContain("'unsafe-eval'")
    expect(element instanceof HTMLIFrameElement && element.contentDocument).toBeNull()
    expect(element instanceof HTMLElement && element.inert && element.hidden).toBe(true)
  })

  test('is not started where the frame is not sealed', async () => {
    const script = (await import('./sandboxed/frame.ts?sandbox')).default
    const open = document.createElement('iframe')
    open.srcdoc = `<script>${script.replaceAll('</', '<\\/')}</script>`
    const said = new Promise((resolve) =>
      addEventListener('message', (event: MessageEvent<{ kind: string }>) => resolve(event.data.kind), { once: true }),
    )
    document.body.append(open)
    expect(await said).toBe('refused')
    open.remove()
  })

  test('finds out itself where it is not sealed, and refuses to start', async () => {
    const worker = new Worker(URL.createObjectURL(new Blob([workerScript], { type: 'text/javascript' })))
    const { port1, port2 } = new MessageChannel()
    const reply = new Promise<WorkerReply>((resolve) => {
      port1.onmessage = (event: MessageEvent<WorkerReply>) => resolve(event.data)
    })
    worker.postMessage({ port: port2, limits: LIMITS }, [port2])
    const said = await reply
    worker.terminate()
    expect(said).toMatchObject({ kind: 'failed', code: 'sandbox-broken' })
    const open = said.kind === 'failed' ? said.message : ''
    for (const route of [
      'an origin',
      'eval',
      'Function',
      'the network',
      'IndexedDB',
      'caches',
      'the file system',
      'data address',
    ])
      expect(open).toContain(route)
  })

  test('a runtime that is no wasm is a named error', async () => {
    await expect(openFrame({ ...parts, wasm: new ArrayBuffer(8) }, 20)).rejects.toMatchObject({ code: 'python-start' })
  })
})

describe('Python in the sealed frame', () => {
  const asFunction = (source: string) =>
    ['async def attempt():', ...source.split('\n').map((line) => `    ${line}`), 'await attempt()'].join('\n')

  async function tryInOpenInterpreter(sealed: SealedFrame, attempts: Attempts): Promise<[string, string][]> {
    const { port } = sealed.start({ limits: LIMITS, snapshot: false, onError: (message) => expect.fail(message) })
    return new Promise((resolve) => {
      port.onmessage = (event: MessageEvent<'ready' | [string, string][]>) => {
        if (event.data === 'ready') port.postMessage(attempts)
        else resolve(event.data)
      }
    })
  }

  test('with all of JavaScript in its hands reaches nothing that the browser refuses', async () => {
    const before = await seen()
    const sealed = await openFrame(await loadRuntimeParts(openScript, 256 * 1_048_576), 60)
    frame = sealed
    const attempts: Attempts = [
      ...attemptsWithJavaScript(witness),
      ...attemptsOfPrograms(witness).map(([name, source]) => [name, asFunction(source)] as const),
      // An attempt that is refused must be told from an interpreter that does nothing any more.
      ['nothing but Python', '6 * 7'],
    ]
    const found = await tryInOpenInterpreter(sealed, attempts)
    expect(found.filter(([, result]) => !result.startsWith('refused'))).toEqual([['nothing but Python', 'reached: 42']])
    expect(found).toHaveLength(attempts.length)
    expect(found.filter(([, result]) => result.includes('fatally failed'))).toEqual([])
    for (const [name, source] of fatalAttempts(witness)) {
      const code = source.includes('return ') ? asFunction(source) : source
      const [[, result] = []] = await tryInOpenInterpreter(sealed, [[name, code]])
      expect(result, name).toMatch(/^refused/)
    }
    expect(await seen()).toEqual(before)
  })

  test('as programs get it reaches nothing either, and whoever tried gets no neighbours', async () => {
    const before = await seen()
    const direct = await DirectFrame.open()
    let worker = await direct.start()
    for (const [name, source] of [...attemptsOfPrograms(witness), ...fatalAttemptsOfPrograms()]) {
      const program = ['def f():', ...source.split('\n').map((line) => `    ${line}`)].join('\n')
      const { load, tests, reusable } = await worker.run(program, { limits: [10_000] })
      const [outcome] = tests
      expect(load, name).toEqual({ type: 'loaded' })
      expect(['exception', 'crash'], `${name}: ${JSON.stringify(outcome)}`).toContain(outcome?.type)
      if (/pyodide|ctypes|__subclasses__/.test(source)) expect(reusable, name).toBe(false)
      if (!reusable) worker = await direct.start()
    }
    expect(await seen()).toEqual(before)
    direct.close()
  })
})
