import { LabError } from '../errors'
import type { Noise } from '../experiment/spec'
import { WEIGHT_ROLES, type Weight } from '../onnx/weights'
import type { NoiseKind } from './stream'

/** Noise of a spec whose kind, target and roles this version can apply. */
export interface WeightNoise {
  readonly kind: NoiseKind
  readonly level: number
  readonly relative: boolean
  readonly target: 'every-weight' | 'float-only' | 'before-quantizing'
  /** Null: all roles. */
  readonly roles: readonly string[] | null
  readonly seed: number
}

const KINDS: readonly string[] = ['gaussian', 'uniform'] satisfies NoiseKind[]

/** Throws LabError `unknown-noise` (kind, role) or `unsupported` (target `stored`). */
export function checkNoise(noise: Noise): WeightNoise {
  if (noise.noise !== 'gaussian' && noise.noise !== 'uniform') {
    throw new LabError(
      'unknown-noise',
      noise.noise === 'bitflip' ? 'Bit flips are not available yet.' : `There is no noise named "${noise.noise}".`,
      `Available are ${KINDS.join(' and ')}.`,
    )
  }
  if (noise.target === 'stored') {
    throw new LabError(
      'unsupported',
      'Noise on stored scales and codes is not available yet.',
      'Use the target every-weight, float-only or before-quantizing.',
    )
  }
  const strange = noise.roles?.find((role) => !WEIGHT_ROLES.some((known) => known === role))
  if (strange !== undefined) {
    throw new LabError(
      'unknown-noise',
      `There is no weight role "${strange}".`,
      `Roles are ${WEIGHT_ROLES.join(', ')}.`,
    )
  }
  return {
    kind: noise.noise,
    level: noise.level,
    relative: noise.relative,
    target: noise.target,
    roles: noise.roles ?? null,
    seed: noise.seed,
  }
}

/** A tied head counts as the embedding it shares its numbers with. */
export function reachesRole(noise: WeightNoise, weight: Weight): boolean {
  return noise.roles === null || noise.roles.includes(weight.tiedTo === null ? weight.role : 'embedding')
}
