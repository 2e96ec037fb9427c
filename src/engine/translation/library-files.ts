import { env } from '@huggingface/transformers'
import { cancelled, fromPlainError, isCancelled, LabError, toPlainError } from '../../core/errors'
import type { FileSource } from '../files'

/** Stands before the paths that transformers.js asks for; nothing is fetched below it. */
const FOLDER = '/translators/'

export interface Serving {
  /** What went wrong with a file, which transformers.js itself reports without its reason; null where nothing did. */
  failure(): LabError | null
  /** Files that were asked for and are not there, optional ones left out. */
  missing(): readonly string[]
}

/** What a model may do without. */
const OPTIONAL = new Set(['generation_config.json'])

/**
 * Lets transformers.js read a model's files from where the lab has them (the site, or this browser's library) and from
 * nowhere else: no hub, no cache of its own.
 */
export function serveFiles(
  model: string,
  source: FileSource,
  signal: AbortSignal,
  onProgress: (path: string, loaded: number, total: number) => void,
): Serving {
  let failure: LabError | null = null
  const missing: string[] = []
  const absent = (name: string): Response => {
    if (!OPTIONAL.has(name)) missing.push(name)
    return new Response(null, { status: 404 })
  }
  env.allowLocalModels = true
  env.allowRemoteModels = false
  env.useBrowserCache = false
  env.useWasmCache = false
  env.localModelPath = FOLDER
  env.fetch = async (input: string | URL) => {
    const path = String(input)
    const prefix = `${FOLDER}${model}/`
    if (!path.startsWith(prefix)) return new Response(null, { status: 404 })
    const name = path.slice(prefix.length)
    try {
      if (source.paths?.includes(name) === false) return absent(name)
      const { bytes } = await source.read(name, {
        signal,
        onProgress: (loaded, total) => onProgress(name, loaded, total),
      })
      return new Response(bytes, { headers: { 'content-length': String(bytes.length) } })
    } catch (thrown) {
      if (isAbsent(thrown)) return absent(name)
      failure ??= isCancelled(thrown) ? cancelled() : fromPlainError(toPlainError(thrown))
      throw thrown
    }
  }
  return { failure: () => failure, missing: () => missing }
}

function isAbsent(thrown: unknown): boolean {
  return thrown instanceof LabError && (thrown.code === 'not-found' || thrown.code === 'html-instead-of-file')
}
