import type { Spec } from '../../src/core/experiment/spec'
import type { Mount } from '../static-server'
import { modelSource } from './source'

/** A model of a spec that is a folder of this machine, and where the command's server shows it. */
export interface ModelFolder {
  /** As the spec names it. */
  readonly model: string
  readonly mount: Mount
  readonly folder: { readonly base: string; readonly paths: readonly string[] }
}

/** Models of a spec that are paths. Throws LabError `not-found`, `bad-model`. */
export function modelFolders(spec: Spec): ModelFolder[] {
  const models = [...new Set(spec.variants.flatMap((variant) => ('model' in variant ? [variant.model] : [])))]
  return models.flatMap((model, at) => {
    const { folder, paths } = modelSource(model)
    if (folder === null) return []
    const prefix = `/model-of-the-command/${at}/`
    return [{ model, mount: { prefix, folder }, folder: { base: prefix, paths } }]
  })
}
