import { resolvePromptCondition } from '../attacks/registry'
import { shippedBenchmark } from '../benchmarks/registry'
import { LabError } from '../errors'
import type { NoiseKind } from '../noise/stream'
import { parseScheme } from '../quant/scheme'
import type { Noise, PromptCondition } from './spec'

/** What a spec names is looked up here; the schema alone knows only its shape. */
export interface SpecChecks {
  /** Throws LabError `unknown-scheme`. */
  scheme(scheme: string): void
  /** The condition with its attack's defaults filled in. Throws LabError `unknown-attack`, `bad-spec`. */
  prompt(condition: PromptCondition, path: string): PromptCondition
  /** Throws LabError `unknown-noise`. */
  noise(noise: Noise): void
  /** Throws LabError `unknown-benchmark`. */
  benchmark(id: string): void
}

const NOISES: readonly NoiseKind[] = ['gaussian', 'uniform']

/** The registries of this build. */
export const knownThings: SpecChecks = {
  scheme: (scheme) => void parseScheme(scheme),
  prompt: resolvePromptCondition,
  benchmark: (id) => void shippedBenchmark(id),
  noise: (noise) => {
    if (NOISES.some((known) => known === noise.noise)) return
    throw new LabError(
      'unknown-noise',
      `There is no noise "${noise.noise}".`,
      `Known noises: ${NOISES.join(', ')}.${noise.noise === 'bitflip' ? ' Bit flips are not available yet.' : ''}`,
    )
  },
}
