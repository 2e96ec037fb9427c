import { sameBytes } from './compare'
import { decodeMarshal } from './marshal'
import { isFloats, isSurelyOther, mayHoldNaN } from './marshal-scan'
import type { PyValue } from './value'

/** Larger values are decoded anew each time: HumanEval/15 expects 147 MB in all, and they are rarely asked for. */
const KEPT_BYTES = 2 ** 16

/** Of the reference, whatever the program answered. */
export class UnreadableExpected extends RangeError {
  override readonly name = 'UnreadableExpected'
}

/** What a test expects, kept as the bytes the reference's answer came in: most are never decoded. */
export class ExpectedValue {
  #value: PyValue | null = null
  #mayHoldNaN: boolean | null = null

  constructor(readonly bytes: Uint8Array) {}

  /** Throws UnreadableExpected where the bytes are not one plain value. */
  get value(): PyValue {
    if (this.#value !== null) return this.#value
    const value = decodeMarshal(this.bytes)
    if (value === null) throw new UnreadableExpected('The expected value is not plain data.')
    if (this.bytes.length <= KEPT_BYTES) this.#value = value
    return value
  }

  /** Whether EvalPlus compares it as floats. */
  get isFloats(): boolean {
    return isFloats(this.bytes)
  }

  /** True only where the answer is equal for sure: the same bytes, and no NaN in them. False says nothing. */
  isSurely(answer: Uint8Array): boolean {
    if (!sameBytes(this.bytes, answer)) return false
    this.#mayHoldNaN ??= mayHoldNaN(this.bytes)
    return !this.#mayHoldNaN
  }

  /** True only where the answer is neither equal nor close for sure. False says nothing. */
  isSurelyNot(answer: Uint8Array): boolean {
    return isSurelyOther(answer, this.bytes)
  }
}
