import { decodeMarshal } from './marshal'
import type { PyValue } from './value'

/** What a test expects, kept as the bytes the reference's answer came in: most are never decoded. */
export class ExpectedValue {
  #value: PyValue | null = null

  /** Throws RangeError where the bytes are not one plain value. */
  constructor(readonly bytes: Uint8Array) {}

  get value(): PyValue {
    this.#value ??= decodeMarshal(this.bytes)
    if (this.#value === null) throw new RangeError('The expected value is not plain data.')
    return this.#value
  }
}
