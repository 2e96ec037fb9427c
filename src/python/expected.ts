import type { Arguments, Problem, Suite } from '../core/benchmarks/types'
import { LabError } from '../core/errors'
import { contentId, sha256Hex } from '../core/hash'
import { ExpectedValue } from '../core/judge/expected-value'
import { decodeMarshal, encodeMarshal } from '../core/judge/marshal'
import type { SuiteOutcome } from '../core/judge/outcome'
import type { PyValue } from '../core/judge/value'
import type { Program } from './lane'
import type { JudgeSettings } from './options'

/** The inputs of a suite as the worker takes them. */
export interface PackedInputs {
  readonly bytes: ArrayBuffer
  readonly ends: readonly number[]
}

export interface ExpectedSuite {
  readonly inputs: PackedInputs
  readonly values: readonly ExpectedValue[]
  /** Milliseconds each call took the reference. */
  readonly times: readonly number[]
}

export interface Expected {
  readonly base: ExpectedSuite
  readonly plus: ExpectedSuite | null
  readonly bytes: number
}

export type RunProgram = (program: Program) => Promise<SuiteOutcome>

/** What the references return, from the same build of Python that runs the programs. Kept until it grows too large. */
export class ExpectedValues {
  private readonly known = new Map<string, Promise<Expected>>()
  private readonly sizes = new Map<string, number>()
  private readonly keys = new WeakMap<Problem, string>()

  constructor(private readonly settings: JudgeSettings) {}

  /** Throws LabError `reference-failed`. */
  of(problem: Problem, run: RunProgram): Promise<Expected> {
    const key = this.keyOf(problem)
    const known = this.known.get(key)
    if (known !== undefined) {
      // The most recently used comes last.
      this.known.delete(key)
      this.known.set(key, known)
      return known
    }
    const made = runReference(problem, this.settings, run)
    this.known.set(key, made)
    made.then(
      (expected) => this.keep(key, expected.bytes),
      () => this.known.delete(key),
    )
    return made
  }

  private keep(key: string, bytes: number): void {
    this.sizes.set(key, bytes)
    let total = Array.from(this.sizes.values()).reduce((sum, size) => sum + size, 0)
    for (const oldest of this.known.keys()) {
      if (total <= this.settings.cacheBytes) return
      total -= this.sizes.get(oldest) ?? 0
      this.known.delete(oldest)
      this.sizes.delete(oldest)
    }
  }

  private keyOf(problem: Problem): string {
    const known = this.keys.get(problem)
    if (known !== undefined) return known
    const inputs = [problem.base, problem.plus].map((suite) =>
      suite === null ? '' : sha256Hex(new Uint8Array(pack(inputsOf(suite)).bytes)),
    )
    const key = contentId([problem.prompt, problem.canonicalSolution, problem.entryPoint, ...inputs])
    this.keys.set(problem, key)
    return key
  }
}

async function runReference(problem: Problem, settings: JudgeSettings, run: RunProgram): Promise<Expected> {
  const base = await runSuite(problem, 'base', inputsOf(problem.base), settings, run)
  if (problem.plus === null) return { base: base.suite, plus: null, bytes: base.bytes }
  const plus = await runSuite(problem, 'plus', inputsOf(problem.plus), settings, run)
  return { base: base.suite, plus: plus.suite, bytes: base.bytes + plus.bytes }
}

export function inputsOf(suite: Suite): readonly Arguments[] {
  if (suite.kind === 'inputs') return suite.inputs
  throw new LabError('unsupported', `Tests of the kind "${suite.kind}" are not run yet.`, 'Use inputs.')
}

async function runSuite(
  problem: Problem,
  name: 'base' | 'plus',
  inputs: readonly (readonly PyValue[])[],
  settings: JudgeSettings,
  run: RunProgram,
): Promise<{ suite: ExpectedSuite; bytes: number }> {
  const packed = pack(inputs)
  const limit = settings.referenceSeconds * 1000
  const outcome = await run({
    source: problem.prompt + problem.canonicalSolution,
    entryPoint: problem.entryPoint,
    inputs: packed.bytes,
    ends: packed.ends,
    limits: inputs.map(() => limit),
    loadLimit: limit,
    totalLimit: limit * 4,
    answer: 'value',
    replies: 'each',
  })
  if (outcome.load.type !== 'loaded') throw referenceFailed(problem, `does not load (${describe(outcome.load)})`)
  let bytes = packed.bytes.byteLength
  const values = inputs.map((_, index) => {
    const test = outcome.tests[index]
    if (test?.type !== 'value')
      throw referenceFailed(
        problem,
        `gives no value for ${name} input ${index} (${test === undefined ? 'no answer' : describe(test)})`,
      )
    const value = decodeMarshal(test.bytes)
    if (value === null) throw referenceFailed(problem, `gives no plain value for ${name} input ${index}`)
    bytes += test.bytes.length
    return new ExpectedValue(test.bytes)
  })
  return { suite: { inputs: packed, values, times: outcome.times }, bytes }
}

export function pack(inputs: readonly (readonly PyValue[])[]): PackedInputs {
  const parts = inputs.map((items) => encodeMarshal({ type: 'tuple', items }))
  const ends: number[] = []
  let length = 0
  for (const part of parts) ends.push((length += part.length))
  const bytes = new Uint8Array(length)
  parts.forEach((part, index) => bytes.set(part, (ends[index] ?? 0) - part.length))
  return { bytes: bytes.buffer, ends }
}

function describe(outcome: SuiteOutcome['load'] | SuiteOutcome['tests'][number]): string {
  return 'name' in outcome ? outcome.name : outcome.type
}

function referenceFailed(problem: Problem, what: string): LabError {
  return new LabError(
    'reference-failed',
    `The reference solution of ${problem.taskId} ${what}.`,
    'The benchmark file is wrong for this problem: check prompt, canonical_solution, entry_point and inputs, or leave the problem out.',
  )
}
