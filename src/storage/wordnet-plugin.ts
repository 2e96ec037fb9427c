import type { Plugin } from 'vite'
import { packedWordNet } from '../core/wordnet/build/packed-file.ts'
import { PACKED_WORDNET } from '../core/wordnet/format.ts'

/** Puts the packed WordNet into the built site, and serves it while developing and testing. */
export function wordnetFile(): Plugin {
  return {
    name: 'wordnet-file',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: PACKED_WORDNET.path, source: packedWordNet() })
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${PACKED_WORDNET.path}`, (_request, response) => {
        response.setHeader('content-type', 'application/octet-stream')
        response.end(packedWordNet())
      })
    },
  }
}
