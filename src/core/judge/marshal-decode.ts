import { decodeDigits } from './integer-digits'
import { MAXIMUM_DEPTH } from './marshal-depth'
import { GcdBudget } from './rational'
import { decodeUtf8 } from './utf8'
import type { PyValue } from './value'

/**
 * Null when the bytes are not exactly one plain value: code objects, references, Ellipsis, slices, broken data, what is
 * nested deeper than 2000 levels, and text or fractions that utf8 and rational refuse.
 */
export function decodeMarshal(bytes: Uint8Array): PyValue | null {
  const reader = new Reader(bytes)
  try {
    const value = reader.value(0)
    return value !== null && reader.atEnd() ? value : null
  } catch (problem) {
    // Reading past the end.
    if (problem instanceof RangeError) return null
    throw problem
  }
}

/** One object for all: a list of sixteen million of them is small as bytes. */
const NONE: PyValue = { type: 'none' }
const TRUE: PyValue = { type: 'bool', value: true }
const FALSE: PyValue = { type: 'bool', value: false }

class Reader {
  private readonly view: DataView
  private readonly budget = new GcdBudget()
  private offset = 0

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  atEnd(): boolean {
    return this.offset === this.bytes.length
  }

  value(depth: number): PyValue | null {
    if (depth > MAXIMUM_DEPTH) return null
    const tag = String.fromCharCode(this.view.getUint8(this.offset))
    this.offset += 1
    switch (tag) {
      case 'N':
        return NONE
      case 'T':
        return TRUE
      case 'F':
        return FALSE
      case 'i':
        return { type: 'int', value: BigInt(this.int32()) }
      case 'l':
        return this.long()
      case 'g':
        return { type: 'float', value: this.float64() }
      case 'y':
        return { type: 'complex', real: this.float64(), imaginary: this.float64() }
      case 'u': {
        const text = decodeUtf8(this.sized())
        return text === null ? null : { type: 'str', value: text }
      }
      case 's':
        return { type: 'bytes', value: this.sized().slice() }
      case 'B':
        return { type: 'bytearray', value: this.sized().slice() }
      case '[':
        return this.items('list', depth)
      case '(':
        return this.items('tuple', depth)
      case 'D':
        return this.items('deque', depth)
      case '<':
        return this.items('set', depth)
      case '>':
        return this.items('frozenset', depth)
      case '{':
        return this.entries('dict', depth)
      case 'C':
        return this.entries('counter', depth)
      case 'O':
        return this.entries('ordered-dict', depth)
      case 'R':
        return this.range()
      case 'Q':
        return this.rational()
      default:
        return null
    }
  }

  private items(type: 'list' | 'tuple' | 'deque' | 'set' | 'frozenset', depth: number): PyValue | null {
    const count = this.int32()
    // Every item takes a byte at least.
    if (count < 0 || count > this.bytes.length - this.offset) return null
    const items: PyValue[] = []
    for (let index = 0; index < count; index += 1) {
      const item = this.value(depth + 1)
      if (item === null) return null
      items.push(item)
    }
    return { type, items }
  }

  private entries(type: 'dict' | 'counter' | 'ordered-dict', depth: number): PyValue | null {
    const entries: [PyValue, PyValue][] = []
    while (this.view.getUint8(this.offset) !== 0x30) {
      const key = this.value(depth + 1)
      const item = key === null ? null : this.value(depth + 1)
      if (key === null || item === null) return null
      entries.push([key, item])
    }
    this.offset += 1
    return { type, entries }
  }

  private range(): PyValue | null {
    const start = this.integer()
    const stop = start === null ? null : this.integer()
    const step = stop === null ? null : this.integer()
    return start === null || stop === null || step === null || step === 0n ? null : { type: 'range', start, stop, step }
  }

  private rational(): PyValue | null {
    const numerator = this.integer()
    const denominator = numerator === null ? null : this.integer()
    if (numerator === null || denominator === null || denominator <= 0n) return null
    const lowest = this.budget.lowestTerms(numerator, denominator)
    return lowest === null ? null : { type: 'rational', ...lowest }
  }

  private integer(): bigint | null {
    // Ints do not nest: the depth plays no part.
    const value = this.value(0)
    return value?.type === 'int' ? value.value : null
  }

  private long(): PyValue | null {
    const count = this.int32()
    const size = Math.abs(count)
    if (size * 2 > this.bytes.length - this.offset) return null
    const magnitude = decodeDigits(this.bytes.subarray(this.offset, this.offset + size * 2))
    this.offset += size * 2
    return magnitude === null ? null : { type: 'int', value: count < 0 ? -magnitude : magnitude }
  }

  private sized(): Uint8Array {
    const size = this.int32()
    if (size < 0 || this.offset + size > this.bytes.length) throw new RangeError('The value ends early.')
    const part = this.bytes.subarray(this.offset, this.offset + size)
    this.offset += size
    return part
  }

  private int32(): number {
    const value = this.view.getInt32(this.offset, true)
    this.offset += 4
    return value
  }

  private float64(): number {
    const value = this.view.getFloat64(this.offset, true)
    this.offset += 8
    return value
  }
}
