import { packedWordNet } from '../build/packed-file'
import type { WordNet } from '../types'
import { openWordNet } from '../unpack'

let opened: WordNet | null = null

/** WordNet in a test that runs in Node, opened once a file. */
export function nodeWordNet(): WordNet {
  opened ??= openWordNet(packedWordNet())
  return opened
}
