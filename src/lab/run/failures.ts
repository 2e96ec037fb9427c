import { isCancelled, LabError, toPlainError, type ErrorCode } from '../../core/errors'
import type { FailureRecord } from '../../core/experiment/record'
import type { RunEvent } from '../events'

/** What ends a run at once: nothing behind it could succeed, or nothing could be kept. */
const FATAL: ReadonlySet<ErrorCode> = new Set([
  'cancelled',
  'storage',
  'storage-full',
  'already-running',
  'no-webassembly',
  'python-start',
  'sandbox-broken',
])

/** What fails is named, tried once more, and then left out: one broken variant must not cost a night's other variants. */
export class Failures {
  readonly #records: FailureRecord[] = []
  readonly #errors: unknown[] = []

  constructor(
    private readonly emit: (event: RunEvent) => void,
    private readonly signal: AbortSignal,
  ) {}

  get records(): readonly FailureRecord[] {
    return this.#records
  }

  /** The first error, for a run that has nothing else to show. */
  get first(): unknown {
    return this.#errors[0]
  }

  /** As `twice`, for work that has tried again by itself. */
  async once<T>(
    place: Pick<FailureRecord, 'variant' | 'condition'> & { readonly what: string },
    work: () => Promise<T>,
  ): Promise<T | null> {
    try {
      return await work()
    } catch (thrown) {
      if (this.signal.aborted || isFatal(thrown)) throw thrown
      this.#record(place, thrown)
      return null
    }
  }

  /**
   * Runs `work`, a second time where it throws, and gives null where that throws too. What ends a run is thrown at once.
   */
  async twice<T>(
    place: Pick<FailureRecord, 'variant' | 'condition'> & { readonly what: string },
    work: () => Promise<T>,
  ): Promise<T | null> {
    for (const again of [true, false]) {
      try {
        return await work()
      } catch (thrown) {
        if (this.signal.aborted || isFatal(thrown)) throw thrown
        if (again) this.emit({ type: 'failure', what: place.what, error: toPlainError(thrown), again })
        else this.#record(place, thrown)
      }
    }
    return null
  }

  /** One record for what failed alike: a broken problem fails in every sample. */
  #record({ variant, condition, what }: Parameters<Failures['once']>[0], thrown: unknown): void {
    const error = toPlainError(thrown)
    this.emit({ type: 'failure', what, error, again: false })
    this.#errors.push(thrown)
    const record = { variant, condition, ...error }
    const isKnown = this.#records.some((known) => JSON.stringify(known) === JSON.stringify(record))
    if (!isKnown) this.#records.push(record)
  }
}

export function isFatal(thrown: unknown): boolean {
  return isCancelled(thrown) || (thrown instanceof LabError && FATAL.has(thrown.code))
}
