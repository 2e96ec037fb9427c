import { sameBytes } from './compare'

/** Questions to the bytes of a marshalled value that need no decoding. */

/**
 * False only where no NaN can be in the value: no place in the bytes looks like the tag of a float or complex number
 * and a NaN after it. Text may look like that by chance.
 */
export function mayHoldNaN(bytes: Uint8Array): boolean {
  return (
    hasTagBefore(bytes, FLOAT, (index) => isNaNAt(bytes, index + 1)) ||
    hasTagBefore(bytes, COMPLEX, (index) => isNaNAt(bytes, index + 1) || isNaNAt(bytes, index + 9))
  )
}

/** indexOf leaps over long text, of which the largest values consist. */
function hasTagBefore(bytes: Uint8Array, tag: number, isWanted: (index: number) => boolean): boolean {
  for (let index = bytes.indexOf(tag); index >= 0; index = bytes.indexOf(tag, index + 1))
    if (isWanted(index)) return true
  return false
}

/**
 * EvalPlus's question whether a value is compared as floats: a float, or a list or tuple, not empty, of floats alone.
 */
export function isFloats(bytes: Uint8Array): boolean {
  if (bytes[0] === FLOAT) return true
  if (bytes[0] !== LIST && bytes[0] !== TUPLE) return false
  if (bytes.length <= HEADER_BYTES || (bytes.length - HEADER_BYTES) % FLOAT_BYTES !== 0) return false
  const count = new DataView(bytes.buffer, bytes.byteOffset).getInt32(1, true)
  if (count !== (bytes.length - HEADER_BYTES) / FLOAT_BYTES) return false
  for (let index = HEADER_BYTES; index < bytes.length; index += FLOAT_BYTES) if (bytes[index] !== FLOAT) return false
  return true
}

/**
 * True only where two values are neither equal nor close for sure: a list or tuple where another type or length is
 * expected; a dict or set of far more bytes than what equals the expected value can have.
 */
export function isSurelyOther(bytes: Uint8Array, expected: Uint8Array): boolean {
  const [tag] = bytes
  if (tag === LIST || tag === TUPLE)
    return tag !== expected[0] || !sameBytes(bytes.subarray(1, 5), expected.subarray(1, 5))
  return tag !== undefined && HASHED.has(tag) && bytes.length > MOST_TIMES_LARGER * expected.length
}

/** dict, Counter, OrderedDict, set, frozenset. */
const HASHED: ReadonlySet<number> = new Set([0x7b, 0x43, 0x4f, 0x3c, 0x3e])
/** A complex number takes 17 bytes, the bool that equals it one. */
const MOST_TIMES_LARGER = 17

const FLOAT = 0x67
const COMPLEX = 0x79
const LIST = 0x5b
const TUPLE = 0x28
/** Tag and count. */
const HEADER_BYTES = 5
const FLOAT_BYTES = 9

/** A float64, lowest byte first: all bits of the exponent, and one of the fraction at least. */
function isNaNAt(bytes: Uint8Array, start: number): boolean {
  const sixth = bytes[start + 6] ?? 0
  if (((bytes[start + 7] ?? 0) & 0x7f) !== 0x7f || (sixth & 0xf0) !== 0xf0) return false
  if ((sixth & 0x0f) !== 0) return true
  for (let index = start; index < start + 6; index += 1) if (bytes[index] !== 0) return true
  return false
}
