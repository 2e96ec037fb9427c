import type { Arguments } from '../core/benchmarks/types'
import { encodeMarshal } from '../core/judge/marshal'
import type { PyValue } from '../core/judge/value'

/** Inputs as the worker takes them. */
export interface PackedInputs {
  readonly bytes: ArrayBuffer
  /** End offset of each argument tuple. */
  readonly ends: readonly number[]
}

/** Throws RangeError, naming the input, for values that CPython's marshal does not know: they cannot be passed in. */
export function packArguments(inputs: readonly Arguments[]): PackedInputs {
  return packTuples(
    inputs.map((items, index) => {
      const foreign = items.map(notMarshalled).find((type) => type !== null)
      if (foreign !== undefined) throw new RangeError(`has a ${foreign} in input ${index}, which cannot be passed in`)
      return encodeMarshal({ type: 'tuple', items })
    }),
  )
}

/** Of argument tuples that are marshalled already. */
export function packTuples(parts: readonly Uint8Array[]): PackedInputs {
  const ends: number[] = []
  let length = 0
  for (const part of parts) ends.push((length += part.length))
  const bytes = new Uint8Array(length)
  parts.forEach((part, index) => bytes.set(part, (ends[index] ?? 0) - part.length))
  return { bytes: bytes.buffer, ends }
}

/** The first type within a value that has no place in CPython's own format, or null. */
export function notMarshalled(value: PyValue): PyValue['type'] | null {
  switch (value.type) {
    case 'deque':
    case 'range':
    case 'rational':
    case 'bytearray':
    case 'counter':
    case 'ordered-dict':
      return value.type
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      for (const item of value.items) {
        const found = notMarshalled(item)
        if (found !== null) return found
      }
      return null
    case 'dict':
      for (const [key, item] of value.entries) {
        const found = notMarshalled(key) ?? notMarshalled(item)
        if (found !== null) return found
      }
      return null
    default:
      return null
  }
}
