import { afterEach, describe, expect, test } from 'vitest'
import { openFrame, type SealedFrame } from './frame'
import probeScript from './sandboxed/probe.ts?sandbox'
import type { RuntimeParts } from './protocol'

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

async function probe(): Promise<Map<string, string>> {
  frame = await openFrame(parts, 20)
  const { port } = frame.start({ limits: LIMITS, snapshot: false, onError: (message) => expect.fail(message) })
  return new Promise((resolve) => {
    port.onmessage = (event: MessageEvent<Map<string, string>>) => resolve(event.data)
    port.postMessage(location.origin)
  })
}

describe('a worker in the sealed frame', () => {
  test('reaches no network, no storage, no other code and no parent', async () => {
    localStorage.setItem('secret', 'x')
    const before = performance.getEntriesByType('resource').length
    const found = await probe()
    expect(found.get('origin')).toBe('null')
    const reached = Array.from(found).filter(([what, result]) => what !== 'origin' && !result.startsWith('refused'))
    expect(reached).toEqual([])
    expect(found.size).toBeGreaterThan(15)
    expect(performance.getEntriesByType('resource').length).toBe(before)
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

  test('a runtime that is no wasm is a named error', async () => {
    await expect(openFrame({ ...parts, wasm: new ArrayBuffer(8) }, 20)).rejects.toMatchObject({ code: 'python-start' })
  })
})
