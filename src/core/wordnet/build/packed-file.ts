import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { sha256Hex } from '../../hash.ts'
import { PACKED_WORDNET } from '../format.ts'
import { packWordNet } from '../pack.ts'
import { readWordNetPackage } from './read-package.ts'

const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/shakedown/', import.meta.url))

/**
 * The packed WordNet, made from the npm package; kept beside the packages, so that it is made once. Build and tests only
 * (Node). Throws where it comes out other than the pinned hash says.
 */
export function packedWordNet(): Uint8Array<ArrayBuffer> {
  const path = join(CACHE, `wordnet-${PACKED_WORDNET.sha256}.bin`)
  if (existsSync(path)) {
    const kept = new Uint8Array(readFileSync(path))
    if (sha256Hex(kept) === PACKED_WORDNET.sha256) return kept
  }
  const packed = new Uint8Array(packWordNet(readWordNetPackage()))
  const hash = sha256Hex(packed)
  if (hash !== PACKED_WORDNET.sha256)
    throw new Error(`WordNet packs to ${packed.length} bytes with the hash ${hash}: not what format.ts pins.`)
  mkdirSync(CACHE, { recursive: true })
  // Written beside and moved, so that nobody reads half a file.
  const fresh = `${path}-${process.pid}`
  writeFileSync(fresh, packed)
  renameSync(fresh, path)
  return packed
}
