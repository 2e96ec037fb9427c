import { findAttack, resolvePromptCondition } from '../attacks/registry'
import { isBenchmarkId } from '../benchmarks/known'
import { unknownBenchmark } from '../benchmarks/registry'
import { checkNoise } from '../noise/check'
import { parseScheme } from '../quant/scheme'
import type { Noise, PromptCondition } from './spec'

/** What a spec names is looked up here; the schema alone knows only its shape. */
export interface SpecChecks {
  /** Throws LabError `unknown-scheme`. */
  scheme(scheme: string): void
  /** The condition with its attack's defaults filled in. Throws LabError `unknown-attack`, `bad-spec`. */
  prompt(condition: PromptCondition, path: string): PromptCondition
  /** Whether its attack draws, so that seeds make a difference. */
  isRandom(condition: PromptCondition): boolean
  /** Throws LabError `unknown-noise` (kind, role), `unsupported` (target). */
  noise(noise: Noise): void
  /** Throws LabError `unknown-benchmark` for what can be no id; whether there is such a benchmark shows when it is loaded. */
  benchmark(id: string): void
}

/** The registries of this build. */
export const knownThings: SpecChecks = {
  scheme: (scheme) => void parseScheme(scheme),
  prompt: resolvePromptCondition,
  isRandom: ({ attack }) => findAttack(attack).random,
  benchmark: (id) => {
    if (!isBenchmarkId(id)) throw unknownBenchmark(id)
  },
  noise: (noise) => void checkNoise(noise),
}
