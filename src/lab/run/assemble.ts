import type { Plan } from '../../core/experiment/plan'
import type { EnvironmentRecord, RunBundle, RunRecord, SampleRecord, VariantRecord } from '../../core/experiment/record'
import { contentId } from '../../core/hash'
import type { Science } from './science'

export interface RunParts {
  readonly plan: Plan
  readonly variants: readonly VariantRecord[]
  /** In the order of the plan. */
  readonly samples: readonly SampleRecord[]
  readonly timing: RunRecord['timing']
  readonly environment: EnvironmentRecord
}

/** The finished record. Everything but `timing` and `environment` depends on the spec, the models and the samples only. */
export function assembleRun(parts: RunParts, science: Science): RunBundle {
  const { plan, samples } = parts
  const { spec } = plan
  const run: RunRecord = {
    version: 1,
    kind: 'shakedown-run',
    id: contentId({ spec, samples: samples.map((sample) => sample.id) }),
    spec,
    status: 'finished',
    variants: parts.variants,
    conditions: spec.conditions,
    benchmarks: plan.benchmarks.map(({ choice, benchmark }) => {
      return { ...choice, md5: benchmark.md5, n: benchmark.problems.length }
    }),
    ...science.summarise(spec, samples),
    timing: parts.timing,
    environment: parts.environment,
  }
  return { run, samples, prompts: plan.prompts }
}
