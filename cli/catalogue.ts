/** `npm run catalogue`: writes public/models/models.json, the list of the models that the site ships. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256Hex } from '../src/core/hash'
import type { Catalogue } from '../src/storage/models/catalogue'
import { isCommon, isDataOf, isGraph, licenceOfCard } from '../src/storage/models/layout'

/** What a translator has and a model that writes code has not. */
const TRANSLATOR_GRAPH = 'onnx/encoder_model.onnx'

export const modelsFolder = fileURLToPath(new URL('../public/models/', import.meta.url))
export const cataloguePath = join(modelsFolder, 'models.json')

/**
 * Every folder below `folder` is a model, but for translators, which write no code: core/translation knows those. Files
 * that no model needs (its card) are left out.
 */
export function makeCatalogue(folder: string): Catalogue {
  const ids = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !existsSync(join(folder, entry.name, TRANSLATOR_GRAPH)) ? [entry.name] : [],
  )
  const models = ids.sort().map((id) => {
    const paths = readdirSync(join(folder, id), { recursive: true, encoding: 'utf8' }).map((path) =>
      path.replaceAll('\\', '/'),
    )
    const graphs = paths.filter(isGraph)
    const belongs = (path: string) =>
      isCommon(path) || graphs.includes(path) || graphs.some((graph) => isDataOf(graph, path))
    const files = paths
      .filter(belongs)
      .sort()
      .map((path) => {
        const bytes = readFileSync(join(folder, id, path))
        return { path, bytes: bytes.length, sha256: sha256Hex(bytes) }
      })
    const licence = paths.includes('README.md')
      ? licenceOfCard(readFileSync(join(folder, id, 'README.md'), 'utf8'))
      : null
    return { id, licence, files }
  })
  return { version: 1, models }
}

export function catalogueText(catalogue: Catalogue): string {
  return `${JSON.stringify(catalogue, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(cataloguePath, catalogueText(makeCatalogue(modelsFolder)))
}
