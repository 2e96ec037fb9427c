import { modelLabel, schemeLabel, seedsLabel, variantLabel } from '../../../core/experiment/labels'
import { originalOf } from '../../../core/experiment/originals'
import type { Decoding, Spec } from '../../../core/experiment/spec'
import { seedGroups } from '../../../core/metrics/seed-groups'
import { counted } from '../../words'

/** A spec in words: what a person checks before starting it. */
export interface SpecSummary {
  /** Each original with what is compared with it. */
  readonly families: readonly { readonly original: string; readonly compared: readonly string[] }[]
  readonly conditions: readonly string[]
  readonly benchmarks: readonly string[]
  readonly decoding: string
  /** What else the spec says; empty where nothing. */
  readonly rest: readonly string[]
}

export function summaryOf(spec: Spec): SpecSummary {
  return {
    families: familiesOf(spec),
    conditions: conditionsOf(spec),
    benchmarks: spec.benchmarks.map(({ id, limit }) =>
      limit === undefined ? `all of ${id}` : `first ${limit} of ${id}`,
    ),
    decoding: decodingWords(spec.decoding, spec.samples),
    rest: [
      ...(spec.extraction === 'sanitize' ? [] : [`extraction ${spec.extraction}`]),
      ...(spec.budget?.minutes === undefined ? [] : [`at most ${spec.budget.minutes} min`]),
      ...(spec.budget?.samples === undefined ? [] : [`at most ${counted(spec.budget.samples, 'sample')} made`]),
    ],
  }
}

function familiesOf({ variants }: Spec): SpecSummary['families'] {
  return variants.flatMap((variant, place) => {
    if (originalOf(variants, place) !== place) return []
    const model = modelLabel(variant)
    const compared = variants
      .filter((_, other) => other !== place && originalOf(variants, other) === place)
      .map((other) => (modelLabel(other) === model ? schemeLabel(other) : variantLabel(other)))
    const scheme = 'model' in variant ? ` ${schemeLabel(variant)}` : ''
    return [{ original: `${model}${scheme}`, compared }]
  })
}

/** Conditions that differ in their seeds only are one line. */
function conditionsOf({ conditions }: Spec): string[] {
  const groups = seedGroups(conditions)
  return conditions.flatMap((condition, place) => {
    const group = groups.find((places) => places.includes(place))
    if (group === undefined) return [seedsLabel([condition])]
    return group[0] === place ? [seedsLabel(group.flatMap((at) => conditions[at] ?? []))] : []
  })
}

function decodingWords({ strategy, temperature, topP, maxTokens, stop, prompt }: Decoding, samples: number): string {
  const how =
    strategy === 'greedy'
      ? 'greedy'
      : `${counted(samples, 'sample')} a problem at temperature ${temperature ?? '?'}, top-p ${topP ?? '?'}`
  const stops = stop === 'none' ? 'no stop strings' : `stop strings of ${stop}`
  return [how, `at most ${counted(maxTokens, 'token')}`, `prompt ${prompt}`, stops].join(', ')
}
