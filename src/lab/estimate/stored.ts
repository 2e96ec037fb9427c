import type { Spec, Variant } from '../../core/experiment/spec'
import { importedFile } from '../../core/experiment/assemble'
import type { LabServices } from '../events'
import { Breath } from './breath'
import type { Counted } from './count'
import { modelKey } from './kept-engine'

type Files = Readonly<Record<string, string>>

/**
 * How many of the distinct samples of each variant are in the store; null for variants of models whose files' hashes are
 * not known. Prompts that are not written yet count as not there.
 */
export async function countStored(
  { spec, parts, workload }: Counted,
  { store, imported }: Pick<LabServices, 'store' | 'imported'>,
  models: ReadonlyMap<string, Files>,
  signal: AbortSignal,
): Promise<(number | null)[]> {
  const breath = new Breath(signal)
  const hashes = await importedHashes(spec, imported)
  const counts: (number | null)[] = []
  for (const [place, variant] of spec.variants.entries()) {
    const ids = new Set<string>()
    let isKnown = true
    for (const { condition, plan } of parts) {
      const files = filesOf(spec, variant, condition, models, hashes)
      isKnown &&= files !== null
      if (files === null) break
      for (const cell of plan.cells) {
        if (cell.variant !== place) continue
        await breath.take()
        for (const job of cell.jobs) ids.add(job.id(files))
      }
    }
    // What an earlier variant asks for as well is counted there.
    const own = workload.variants[place]?.work ?? 0
    counts.push(isKnown ? Math.min(own, (await store.judged([...ids])).size) : null)
  }
  return counts
}

async function importedHashes(spec: Spec, imported: LabServices['imported']): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const variant of spec.variants) {
    if ('model' in variant) continue
    for (const name of [variant.samples].flat()) {
      if (name !== null && !hashes.has(name)) hashes.set(name, (await imported.load(name)).md5)
    }
  }
  return hashes
}

function filesOf(
  spec: Spec,
  variant: Variant,
  condition: number,
  models: ReadonlyMap<string, Files>,
  hashes: ReadonlyMap<string, string>,
): Files | null {
  if ('model' in variant) return models.get(modelKey(variant.model, variant.file)) ?? null
  const name = importedFile(variant, spec, condition)
  return name === null ? {} : { [name]: hashes.get(name) ?? '' }
}
