import type { Benchmark } from '../../core/benchmarks/types'
import type { Spec } from '../../core/experiment/spec'
import type { ImportedSamples } from '../../core/grading/types'
import type { LabServices } from '../events'

export interface Sources {
  readonly benchmarks: ReadonlyMap<string, Benchmark>
  readonly imported: ReadonlyMap<string, ImportedSamples>
}

/**
 * All that a spec names is looked for before anything is made, so that no run starts half. Throws LabError
 * `unknown-model`, `unknown-benchmark`, `not-found` (imported samples), and what a broken file is called.
 */
export async function loadSources(spec: Spec, services: LabServices, signal: AbortSignal): Promise<Sources> {
  const models = new Set(spec.variants.flatMap((variant) => ('model' in variant ? [variant.model] : [])))
  for (const model of models) await services.locate(model)
  const imported = new Map<string, ImportedSamples>()
  for (const variant of spec.variants) {
    if ('model' in variant) continue
    for (const name of [variant.samples].flat()) {
      if (name !== null && !imported.has(name)) imported.set(name, await services.imported.load(name))
    }
  }
  const benchmarks = new Map<string, Benchmark>()
  for (const { id } of spec.benchmarks) benchmarks.set(id, await services.benchmarks.load(id, signal))
  return { benchmarks, imported }
}
