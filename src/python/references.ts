import type { Problem, TestProgram } from '../core/benchmarks/types'
import { LabError } from '../core/errors'
import { ByteCache } from './byte-cache'
import { bytesOf, expectedOf, type CallSuite, type ExpectedSuite, type SuiteName } from './expected'
import type { JudgeSettings } from './options'
import { recordCalls, type RecordedCalls } from './program-suite'
import type { RunProgram } from './sandbox'

/** Stands for one suite of one problem: problems that differ may share a suite. */
type Key = Record<never, never>

/**
 * What references gave, kept until it grows too large and computed again otherwise. One run at a time for a suite,
 * however many samples wait for it.
 */
export class References {
  private readonly expected: ByteCache<Key, ExpectedSuite>
  private readonly recorded: ByteCache<Key, RecordedCalls>
  private readonly keys = new WeakMap<Problem, Record<SuiteName, Key>>()
  private readonly failures = new WeakMap<Key, LabError>()

  constructor(private readonly settings: JudgeSettings) {
    this.expected = new ByteCache(settings.cacheBytes)
    this.recorded = new ByteCache(settings.cacheBytes)
  }

  /** Throws LabError `reference-failed`. */
  expectedOf(problem: Problem, name: SuiteName, suite: CallSuite, run: RunProgram): Promise<ExpectedSuite> {
    const key = this.keyOf(problem, name)
    return this.once(key, () =>
      this.expected.get(key, async () => {
        const value = await expectedOf(problem, name, suite, this.settings, run)
        return { value, bytes: bytesOf(value) }
      }),
    )
  }

  /** Throws LabError `reference-failed`. */
  callsOf(problem: Problem, name: SuiteName, suite: TestProgram, run: RunProgram): Promise<RecordedCalls> {
    const key = this.keyOf(problem, name)
    return this.once(key, () =>
      this.recorded.get(key, async () => {
        const value = await recordCalls(problem, suite, this.settings, run)
        return { value, bytes: value.calls.reduce((sum, { length }) => sum + length, 0) }
      }),
    )
  }

  /** A reference that fails is not run again for each sample of its problem. */
  private async once<Value>(key: Key, make: () => Promise<Value>): Promise<Value> {
    const failed = this.failures.get(key)
    if (failed !== undefined) throw failed
    try {
      return await make()
    } catch (problem) {
      if (problem instanceof LabError && problem.code === 'reference-failed') this.failures.set(key, problem)
      throw problem
    }
  }

  private keyOf(problem: Problem, name: SuiteName): Key {
    let keys = this.keys.get(problem)
    if (keys === undefined) this.keys.set(problem, (keys = { base: {}, plus: {} }))
    return keys[name]
  }
}
