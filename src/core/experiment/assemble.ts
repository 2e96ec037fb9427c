import { contentId } from '../hash'
import type { Spec } from './spec'
import type { EnvironmentRecord, FailureRecord, RunRecord, SummaryRecord, VariantRecord } from './record'

export interface RunParts {
  readonly spec: Spec
  readonly variants: readonly VariantRecord[]
  /** With the ids of the problems that the spec asks for, in file order. */
  readonly benchmarks: readonly (RunRecord['benchmarks'][number] & { readonly tasks: readonly string[] })[]
  /** Ids of the samples that are there, in the order of the plan. */
  readonly ids: readonly string[]
  readonly summary: SummaryRecord
  readonly failures: readonly FailureRecord[]
  readonly shard: RunRecord['shard']
  readonly timing: RunRecord['timing']
  readonly environment: EnvironmentRecord
}

/** The record of a run. All but `timing` and `environment` depends on the spec, the models and the samples only. */
export function assembleRecord(parts: RunParts): RunRecord {
  const { spec, ids, failures, shard } = parts
  return {
    version: 1,
    kind: 'shakedown-run',
    id: contentId({ spec, samples: ids }),
    spec,
    status: ids.length === expectedSamples(spec, parts.benchmarks) ? 'finished' : 'partial',
    ...(shard !== undefined && { shard }),
    variants: parts.variants,
    conditions: spec.conditions,
    benchmarks: parts.benchmarks,
    ...parts.summary,
    ...(failures.length > 0 && { failures }),
    timing: parts.timing,
    environment: parts.environment,
  }
}

/** Samples that the whole spec asks for. Imported samples count only where the spec names a file for the condition. */
export function expectedSamples(spec: Spec, benchmarks: readonly { readonly n: number }[]): number {
  const problems = benchmarks.reduce((sum, { n }) => sum + n, 0)
  const cells = spec.variants.reduce((sum, variant) => {
    const own = spec.conditions.filter((_, place) => hasSamples(variant, spec, place)).length
    return sum + own
  }, 0)
  return cells * problems * spec.samples
}

/** Whether a variant takes part in a condition: imported samples only where there is a file of them. */
export function hasSamples(variant: Spec['variants'][number], spec: Spec, condition: number): boolean {
  return 'model' in variant || importedFile(variant, spec, condition) !== null
}

/** The samples.jsonl of an imported variant for a condition; null where the spec names none. */
export function importedFile(
  variant: Extract<Spec['variants'][number], { samples: unknown }>,
  { conditions }: Spec,
  condition: number,
): string | null {
  if (typeof variant.samples !== 'string') return variant.samples[condition] ?? null
  const wanted = conditions[condition]
  return wanted?.prompt === null && wanted.weights === null ? variant.samples : null
}
