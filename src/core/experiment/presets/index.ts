import { LabError } from '../../errors'
import { didYouMean } from '../../nearest'
import { parseSpec } from '../parse-spec'
import type { Spec } from '../spec'
import { comparisons } from './comparisons'
import { confounds } from './confounds'
import { paper } from './paper'
import type { Written } from './parts'

/** A study to begin with: its spec as a person would write it, on the embedded models, to be changed at will. */
export interface Preset {
  readonly id: string
  readonly name: string
  /** What it answers, in a sentence or two. */
  readonly description: string
  readonly spec: Written
  /** Its models or benchmarks are not on the site: they are to be brought first. */
  readonly needs?: string
}

/** In the order in which they are offered. */
export const presets: readonly Preset[] = [...comparisons, ...paper, ...confounds]

/** Throws LabError `usage` that names what there is. */
export function findPreset(id: string): Preset {
  const preset = presets.find((candidate) => candidate.id === id)
  if (preset !== undefined) return preset
  const known = presets.map((candidate) => candidate.id)
  throw new LabError('usage', `There is no preset "${id}".`, didYouMean(id, known, 'Presets'))
}

/** The spec of a preset with all defaults filled in. Throws LabError `usage`. */
export function presetSpec(id: string): Spec {
  return parseSpec(findPreset(id).spec)
}
