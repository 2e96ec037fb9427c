import { LabError } from '../core/errors'
import { sha256Hex } from '../core/hash'
import { capWasmMemory } from './cap-memory'
import { RUNTIME_FILES, type RuntimeFile } from './runtime-hashes'
import type { RuntimeParts } from './protocol'

/** Where bytes of the runtime come from; tests give broken ones. */
export type ReadRuntimeFile = (file: RuntimeFile) => Promise<Uint8Array<ArrayBuffer>>

/**
 * Pyodide's own files, from the site, checked against pinned hashes before any of them runs.
 * Throws LabError `network`, `not-found`, `html-instead-of-file`, `truncated-file`, `python-start`.
 */
export async function loadRuntimeParts(
  workerScript: string,
  memoryBytes: number,
  read: ReadRuntimeFile = readFromSite,
): Promise<RuntimeParts> {
  const [loader, assembly, wasm, standardLibrary] = await Promise.all([
    checked('loader', read),
    checked('assembly', read),
    checked('wasm', read),
    checked('standardLibrary', read),
  ])
  return {
    loader: new TextDecoder().decode(loader),
    assembly: new TextDecoder().decode(assembly),
    wasm: capWasmMemory(wasm, memoryBytes).buffer,
    standardLibrary: standardLibrary.buffer,
    worker: workerScript,
  }
}

async function checked(file: RuntimeFile, read: ReadRuntimeFile): Promise<Uint8Array<ArrayBuffer>> {
  const { name, bytes, sha256 } = RUNTIME_FILES[file]
  const contents = await read(file)
  if (startsLikeHtml(contents)) {
    throw new LabError(
      'html-instead-of-file',
      `${name} came back as a web page.`,
      'Serve the built site with all its files; a fallback page hides missing ones.',
    )
  }
  if (contents.length < bytes) {
    throw new LabError(
      'truncated-file',
      `${name} has ${contents.length} of ${bytes} bytes.`,
      'Reload the page; if it stays, copy the built site again.',
    )
  }
  const digest = await digestOf(contents)
  if (digest !== sha256) {
    throw new LabError(
      'python-start',
      `${name} is not the file this site was built with (SHA-256 ${digest}).`,
      'Clear the cache and reload; if it stays, build the site again.',
    )
  }
  return contents
}

/** The browser's own SHA-256 exists in secure contexts only; a plain http address in a classroom is not one. */
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) return sha256Hex(bytes)
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function startsLikeHtml(bytes: Uint8Array): boolean {
  return /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 200)))
}

async function readFromSite(file: RuntimeFile): Promise<Uint8Array<ArrayBuffer>> {
  switch (file) {
    case 'loader':
      return text(() => import('pyodide/pyodide.mjs?raw'), file)
    case 'assembly':
      return text(() => import('pyodide/pyodide.asm.mjs?raw'), file)
    case 'wasm':
      return bytesAt((await import('pyodide/pyodide.asm.wasm?url')).default, file)
    case 'standardLibrary':
      return bytesAt((await import('pyodide/python_stdlib.zip?url')).default, file)
  }
}

async function text(load: () => Promise<{ default: string }>, file: RuntimeFile): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new TextEncoder().encode((await load()).default)
  } catch (cause) {
    throw unreachable(file, cause)
  }
}

async function bytesAt(address: string, file: RuntimeFile): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response
  try {
    response = await fetch(address)
  } catch (cause) {
    throw unreachable(file, cause)
  }
  if (!response.ok) {
    throw new LabError(
      response.status === 404 ? 'not-found' : 'network',
      `${RUNTIME_FILES[file].name}: the server answered ${response.status}.`,
      'Serve the built site with all its files (npm run build, then the folder dist).',
    )
  }
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    throw unreachable(file, cause)
  }
}

function unreachable(file: RuntimeFile, cause: unknown): LabError {
  return new LabError(
    'network',
    `${RUNTIME_FILES[file].name} could not be fetched.`,
    'Check the connection to the site and reload.',
    { cause },
  )
}
