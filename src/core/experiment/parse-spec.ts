import * as v from 'valibot'
import { LabError } from '../errors'
import { contentId } from '../hash'
import { knownThings, type SpecChecks } from './checks'
import { SpecSchema, type Condition, type ImportedVariant, type Spec } from './spec'
import { describeIssues } from './validate'

/** As the paper's tool samples. */
const TEMPERATURE = 0.8
const TOP_P = 0.95

/**
 * A spec from JSON, with all defaults filled in and `seeds` spelled out. Throws LabError `bad-spec` naming the path of the offending key,
 * and the checks' own errors (`unknown-scheme`, `unknown-attack`, `unknown-noise`,
 * `unknown-benchmark`).
 */
export function parseSpec(json: unknown, checks: SpecChecks = knownThings): Spec {
  const parsed = v.safeParse(SpecSchema, json)
  if (!parsed.success) {
    throw new LabError(
      'bad-spec',
      `This is not a spec: ${describeIssues(parsed.issues)}.`,
      'Compare with examples/quick-check.json or docs/schemas/spec.schema.json ("npx shakedown spec --preset NAME" prints one).',
    )
  }
  const { seeds, ...output } = parsed.output
  const conditions = output.conditions.flatMap(({ prompt, weights }, index): Condition[] => {
    const path = `conditions[${index}]`
    if (weights !== null) within(`${path}.weights`, () => checks.noise(weights))
    const condition = {
      weights,
      prompt: prompt === null ? null : within(`${path}.prompt`, () => checks.prompt(prompt, `${path}.prompt`)),
    }
    return seeds === undefined ? [condition] : underSeeds(condition, seeds, checks)
  })
  output.variants.forEach((variant, index) => {
    const path = `variants[${index}]`
    if ('model' in variant) within(`${path}.scheme`, () => checks.scheme(variant.scheme))
    else checkImported(variant, `${path}.samples`, conditions.length)
  })
  const spec = { ...output, conditions, decoding: checkedDecoding(output) }
  spec.benchmarks.forEach(({ id }, index) => within(`benchmarks[${index}].id`, () => checks.benchmark(id)))
  const ids = spec.benchmarks.map((benchmark) => benchmark.id)
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (twice >= 0) {
    throw new LabError(
      'bad-spec',
      `benchmarks[${twice}].id: "${ids[twice]}" is listed twice.`,
      'List each benchmark once.',
    )
  }
  return spec
}

/** A condition that draws, once for each seed; one that does not, as it is. */
function underSeeds(condition: Condition, seeds: readonly number[], checks: SpecChecks): Condition[] {
  const { prompt, weights } = condition
  const draws = prompt !== null && checks.isRandom(prompt)
  if (!draws && weights === null) return [condition]
  return [...new Set(seeds)].map((seed) => ({
    prompt: prompt !== null && draws ? { ...prompt, seed } : prompt,
    weights: weights === null ? null : { ...weights, seed },
  }))
}

function checkImported({ samples }: ImportedVariant, path: string, conditions: number): void {
  if (typeof samples === 'string' || samples.length === conditions) return
  throw new LabError(
    'bad-spec',
    `${path}: ${samples.length} files for ${conditions} conditions.`,
    'Give a file for each condition, in their order (conditions that "seeds" repeats count each time), or null.',
  )
}

/** What goes with the strategy, with its defaults. */
function checkedDecoding({ decoding, samples }: Pick<Spec, 'decoding' | 'samples'>): Spec['decoding'] {
  const { temperature = TEMPERATURE, topP = TOP_P, seed = 0, ...rest } = decoding
  if (rest.strategy === 'sample') return { ...rest, temperature, topP, seed }
  const drawing = (['temperature', 'topP', 'seed'] as const).find((key) => decoding[key] !== undefined)
  if (drawing !== undefined) {
    throw new LabError(
      'bad-spec',
      `decoding.${drawing}: greedy decoding draws nothing.`,
      'Leave it out, or give "strategy": "sample".',
    )
  }
  if (samples > 1) {
    throw new LabError(
      'bad-spec',
      `samples: greedy decoding gives ${samples} equal samples.`,
      'Give "samples": 1, or "strategy": "sample" under "decoding".',
    )
  }
  return rest
}

/** Text of a spec file. Throws LabError `bad-spec` also for what is not JSON. */
export function parseSpecText(text: string, checks: SpecChecks = knownThings): Spec {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LabError('bad-spec', `The spec is not JSON: ${reason}`, 'Check the file for a missing comma or quote.', {
      cause,
    })
  }
  return parseSpec(json, checks)
}

/** Names a spec; the order of keys does not matter. */
export function specId(spec: Spec): string {
  return contentId(spec)
}

/** Errors that do not say themselves where they stand get the path put before them. */
function within<T>(path: string, check: () => T): T {
  try {
    return check()
  } catch (thrown) {
    if (!(thrown instanceof LabError) || thrown.message.startsWith(path)) throw thrown
    throw new LabError(thrown.code, `${path}: ${thrown.message}`, thrown.hint, { cause: thrown })
  }
}
