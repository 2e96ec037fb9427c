import { PACKED_WORDNET } from '../core/wordnet/format'
import type { WordNet } from '../core/wordnet/types'
import { openWordNet } from '../core/wordnet/unpack'
import { fetchSiteFile } from './fetch-file'

/**
 * WordNet from the site, fetched and opened at the first call; a failed call is tried again by the next.
 * @param baseUrl of the site, ends in a slash
 */
export function createWordNetSource(
  baseUrl: string,
  fetchFile: typeof fetch = (...request) => fetch(...request),
): (signal?: AbortSignal) => Promise<WordNet> {
  let opened: WordNet | null = null
  return async (signal) => {
    opened ??= openWordNet(await fetchSiteFile(new URL(PACKED_WORDNET.path, baseUrl).href, fetchFile, signal))
    return opened
  }
}
