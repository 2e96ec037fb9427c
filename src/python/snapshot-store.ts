import { sha256Hex } from '../core/hash'
import type { JudgeSettings } from './options'
import { RUNTIME_FILES } from './runtime-hashes'

/** Memory of a fresh interpreter, kept between visits: starting from it takes a fraction of a cold start. */
export interface SnapshotStore {
  /** Null where there is none that is whole. */
  load(): Promise<ArrayBuffer | null>
  save(bytes: Blob): Promise<void>
  forget(): Promise<void>
}

const CACHE = 'shakedown-python'
const DIGEST = 'x-sha256'

/**
 * In the browser's cache storage, under the hash of all that makes the memory what it is. It is made before any program
 * runs and used within the sealed frame only. Null where the page has no such storage, or it is not wanted.
 */
export function browserSnapshots(workerScript: string, settings: JudgeSettings): SnapshotStore | null {
  if (!settings.keepSnapshot || typeof caches === 'undefined') return null
  const files = Object.values(RUNTIME_FILES).map(({ sha256 }) => sha256)
  const key = sha256Hex(JSON.stringify([workerScript, files, settings.memoryBytes]))
  const address = new URL(`python-memory-${key}`, document.baseURI).href
  return {
    async load() {
      const found = await (await caches.open(CACHE)).match(address)
      if (found === undefined) return null
      const bytes = await found.arrayBuffer()
      return (await digestOf(bytes)) === found.headers.get(DIGEST) ? bytes : null
    },
    async save(blob) {
      const headers = { [DIGEST]: await digestOf(await blob.arrayBuffer()) }
      const cache = await caches.open(CACHE)
      // Those of earlier versions are never asked for again.
      for (const { url } of await cache.keys()) if (url !== address) await cache.delete(url)
      await cache.put(address, new Response(blob, { headers }))
    },
    async forget() {
      await (await caches.open(CACHE)).delete(address)
    },
  }
}

async function digestOf(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
