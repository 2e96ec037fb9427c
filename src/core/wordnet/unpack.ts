import { unzlibSync } from 'fflate'
import { LabError } from '../errors'
import { Sha256 } from '../sha256'
import { ByteReader } from './bytes'
import { PACKED_WORDNET } from './format'
import { Names } from './names'
import { PackedPart } from './packed-part'
import type { WordNet } from './types'
import { createWordNet } from './wordnet'

/**
 * WordNet from the packed file that this version of the site is made with.
 * @throws LabError `wrong-hash` for any other bytes
 */
export function openWordNet(packed: Uint8Array): WordNet {
  const hash = sha256Of(packed)
  if (hash !== PACKED_WORDNET.sha256) {
    throw new LabError(
      'wrong-hash',
      `The packed WordNet has the hash ${hash}, not ${PACKED_WORDNET.sha256}.`,
      'It is of another version, damaged, or changed: serve the built site with all its files (npm run build).',
    )
  }
  return unpackWordNet(packed).wordnet
}

/** What `packWordNet` packed (format.ts), with Princeton's notice. @throws LabError `truncated-file` */
export function unpackWordNet(packed: Uint8Array): { readonly notice: string; readonly wordnet: WordNet } {
  const reader = new ByteReader(unzlibSync(packed))
  const notice = reader.asciiSection()
  const names = Names.read(reader)
  // In the order of PACKED_PARTS.
  const [n, v, a, r] = [
    new PackedPart('n', names, reader),
    new PackedPart('v', names, reader),
    new PackedPart('a', names, reader),
    new PackedPart('r', names, reader),
  ]
  return { notice, wordnet: createWordNet({ n, v, a, r }) }
}

/** Four to five times as fast as the library in JavaScript: it is a part of the first use. */
function sha256Of(bytes: Uint8Array): string {
  const hash = new Sha256()
  hash.update(bytes)
  return hash.digest()
}
