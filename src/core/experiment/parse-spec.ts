import * as v from 'valibot'
import { LabError } from '../errors'
import { contentId } from '../hash'
import { knownThings, type SpecChecks } from './checks'
import { SpecSchema, type Spec } from './spec'
import { describeIssues } from './validate'

/**
 * A spec from JSON, with all defaults filled in. Throws LabError `bad-spec` naming the path of the offending key,
 * and the checks' own errors (`unknown-scheme`, `unknown-attack`, `unknown-noise`,
 * `unknown-benchmark`).
 */
export function parseSpec(json: unknown, checks: SpecChecks = knownThings): Spec {
  const parsed = v.safeParse(SpecSchema, json)
  if (!parsed.success) {
    throw new LabError(
      'bad-spec',
      `This is not a spec: ${describeIssues(parsed.issues)}.`,
      'Compare with examples/quick-check.json or docs/schemas/spec.schema.json ("npx shakedown spec" prints the schema).',
    )
  }
  parsed.output.variants.forEach((variant, index) => {
    within(`variants[${index}].scheme`, () => checks.scheme(variant.scheme))
  })
  const conditions = parsed.output.conditions.map(({ prompt, weights }, index) => {
    const path = `conditions[${index}]`
    if (weights !== null) within(`${path}.weights`, () => checks.noise(weights))
    return {
      weights,
      prompt: prompt === null ? null : within(`${path}.prompt`, () => checks.prompt(prompt, `${path}.prompt`)),
    }
  })
  const spec = { ...parsed.output, conditions }
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
