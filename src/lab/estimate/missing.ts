import { isCancelled, toPlainError, type PlainError } from '../../core/errors'
import type { Spec } from '../../core/experiment/spec'
import type { LabServices } from '../events'

/** Something a spec names that is not here, so that a page can offer the next step. */
export interface Missing {
  readonly kind: 'model' | 'benchmark' | 'samples'
  readonly name: string
  readonly error: PlainError
}

export type Places = Pick<LabServices, 'locate' | 'benchmarks' | 'imported'>

/** All that a spec names and that is not here, each once; empty where it can start. Throws LabError `cancelled`. */
export async function whatIsMissing(spec: Spec, places: Places, signal?: AbortSignal): Promise<Missing[]> {
  const missing: Missing[] = []
  const look = async (kind: Missing['kind'], names: Iterable<string>, find: (name: string) => Promise<unknown>) => {
    for (const name of new Set(names)) {
      try {
        signal?.throwIfAborted()
        await find(name)
      } catch (thrown) {
        if (isCancelled(thrown)) throw thrown
        missing.push({ kind, name, error: toPlainError(thrown) })
      }
    }
  }
  const { variants, benchmarks } = spec
  await look(
    'model',
    variants.flatMap((variant) => ('model' in variant ? [variant.model] : [])),
    places.locate,
  )
  await look(
    'benchmark',
    benchmarks.map(({ id }) => id),
    (id) => places.benchmarks.load(id, signal),
  )
  await look(
    'samples',
    variants.flatMap((variant) => ('model' in variant ? [] : [variant.samples].flat().filter((name) => name !== null))),
    (name) => places.imported.load(name),
  )
  return missing
}
