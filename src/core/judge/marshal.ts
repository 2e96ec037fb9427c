import { hasLoneSurrogate } from './surrogates'
import type { PyValue } from './value'

/**
 * CPython's marshal format, version 2 (Python/marshal.c), as far as plain data go: no references, no code objects.
 * Integers outside 32 bits are 15-bit digits; strings are UTF-8 with lone surrogates passed through.
 */

const INT_MIN = -(2n ** 31n)
const INT_MAX = 2n ** 31n - 1n

export function encodeMarshal(value: PyValue): Uint8Array<ArrayBuffer> {
  const writer = new Writer()
  write(writer, value)
  return writer.finish()
}

function write(writer: Writer, value: PyValue): void {
  switch (value.type) {
    case 'none':
      return writer.tag('N')
    case 'bool':
      return writer.tag(value.value ? 'T' : 'F')
    case 'int':
      if (value.value < INT_MIN || value.value > INT_MAX) return writeLong(writer, value.value)
      writer.tag('i')
      return writer.int32(Number(value.value))
    case 'float':
      writer.tag('g')
      return writer.float64(value.value)
    case 'complex':
      writer.tag('y')
      writer.float64(value.real)
      return writer.float64(value.imaginary)
    case 'str':
      writer.tag('u')
      return writer.sized(encodeUtf8(value.value))
    case 'bytes':
      writer.tag('s')
      return writer.sized(value.value)
    case 'list':
      return writeItems(writer, '[', value.items)
    case 'tuple':
      return writeItems(writer, '(', value.items)
    case 'set':
      return writeItems(writer, '<', value.items)
    case 'frozenset':
      return writeItems(writer, '>', value.items)
    case 'dict':
      writer.tag('{')
      for (const [key, item] of value.entries) {
        write(writer, key)
        write(writer, item)
      }
      return writer.tag('0')
  }
}

function writeItems(writer: Writer, tag: string, items: readonly PyValue[]): void {
  writer.tag(tag)
  writer.int32(items.length)
  for (const item of items) write(writer, item)
}

function writeLong(writer: Writer, value: bigint): void {
  const digits: number[] = []
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 15n) digits.push(Number(rest & 0x7fffn))
  writer.tag('l')
  writer.int32(value < 0n ? -digits.length : digits.length)
  for (const digit of digits) writer.int16(digit)
}

/** UTF-8 in which a lone surrogate keeps its three bytes, as Python's `surrogatepass`. */
function encodeUtf8(text: string): Uint8Array {
  if (!hasLoneSurrogate(text)) return new TextEncoder().encode(text)
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code >= 0xd800 && code <= 0xdfff) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(...new TextEncoder().encode(character))
  }
  return Uint8Array.from(bytes)
}

class Writer {
  private buffer = new Uint8Array(256)
  private view = new DataView(this.buffer.buffer)
  private length = 0

  tag(tag: string): void {
    this.reserve(1)
    this.buffer[this.length] = tag.charCodeAt(0)
    this.length += 1
  }

  int16(value: number): void {
    this.reserve(2)
    this.view.setInt16(this.length, value, true)
    this.length += 2
  }

  int32(value: number): void {
    this.reserve(4)
    this.view.setInt32(this.length, value, true)
    this.length += 4
  }

  float64(value: number): void {
    this.reserve(8)
    this.view.setFloat64(this.length, value, true)
    this.length += 8
  }

  sized(bytes: Uint8Array): void {
    this.int32(bytes.length)
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length)
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + bytes))
    larger.set(this.buffer.subarray(0, this.length))
    this.buffer = larger
    this.view = new DataView(larger.buffer)
  }
}

/** Null when the bytes are not exactly one plain value: code objects, Ellipsis, slices and broken data are refused. */
export function decodeMarshal(bytes: Uint8Array): PyValue | null {
  const reader = new Reader(bytes)
  try {
    const value = reader.value(0)
    return value !== null && reader.atEnd() ? value : null
  } catch (problem) {
    if (problem instanceof RangeError) return null
    throw problem
  }
}

/** CPython's own limit. */
const MAXIMUM_DEPTH = 2000

class Reader {
  private readonly view: DataView
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
        return { type: 'none' }
      case 'T':
        return { type: 'bool', value: true }
      case 'F':
        return { type: 'bool', value: false }
      case 'i':
        return { type: 'int', value: BigInt(this.int32()) }
      case 'l':
        return this.long()
      case 'g':
        return { type: 'float', value: this.float64() }
      case 'y':
        return { type: 'complex', real: this.float64(), imaginary: this.float64() }
      case 'u':
        return { type: 'str', value: decodeUtf8(this.sized()) }
      case 's':
        return { type: 'bytes', value: this.sized().slice() }
      case '[':
        return this.items('list', depth)
      case '(':
        return this.items('tuple', depth)
      case '<':
        return this.items('set', depth)
      case '>':
        return this.items('frozenset', depth)
      case '{':
        return this.dict(depth)
      default:
        return null
    }
  }

  private items(type: 'list' | 'tuple' | 'set' | 'frozenset', depth: number): PyValue | null {
    const count = this.int32()
    if (count < 0) return null
    const items: PyValue[] = []
    for (let index = 0; index < count; index += 1) {
      const item = this.value(depth + 1)
      if (item === null) return null
      items.push(item)
    }
    return { type, items }
  }

  private dict(depth: number): PyValue | null {
    const entries: [PyValue, PyValue][] = []
    while (this.view.getUint8(this.offset) !== 0x30) {
      const key = this.value(depth + 1)
      const item = key === null ? null : this.value(depth + 1)
      if (key === null || item === null) return null
      entries.push([key, item])
    }
    this.offset += 1
    return { type: 'dict', entries }
  }

  private long(): PyValue {
    const count = this.int32()
    const size = Math.abs(count)
    // Hexadecimal of the whole is linear enough; adding digit by digit would be quadratic for large integers.
    let bits = ''
    for (let index = 0; index < size; index += 1) {
      bits = this.view.getUint16(this.offset, true).toString(2).padStart(15, '0') + bits
      this.offset += 2
    }
    const magnitude = size === 0 ? 0n : BigInt(`0b${bits}`)
    return { type: 'int', value: count < 0 ? -magnitude : magnitude }
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

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return decodeWithSurrogates(bytes)
  }
}

function decodeWithSurrogates(bytes: Uint8Array): string {
  let text = ''
  let clean = 0
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for (let index = 0; index + 2 < bytes.length; index += 1) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(index, index + 3)
    if (first !== 0xed || second < 0xa0) continue
    text +=
      decoder.decode(bytes.subarray(clean, index)) + String.fromCharCode(0xd000 | ((second & 63) << 6) | (third & 63))
    index += 2
    clean = index + 1
  }
  return text + decoder.decode(bytes.subarray(clean))
}
