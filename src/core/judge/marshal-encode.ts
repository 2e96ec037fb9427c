import { assertNever } from '../errors'
import { MAXIMUM_DEPTH } from './marshal-depth'
import { encodeUtf8 } from './utf8'
import type { Entries, PyValue } from './value'

const INT_MIN = -(2n ** 31n)
const INT_MAX = 2n ** 31n - 1n

/** Throws RangeError for what is nested deeper than 2000 levels. */
export function encodeMarshal(value: PyValue): Uint8Array<ArrayBuffer> {
  const writer = new Writer()
  write(writer, value, 0)
  return writer.finish()
}

function write(writer: Writer, value: PyValue, depth: number): void {
  if (depth > MAXIMUM_DEPTH) throw new RangeError(`A value nested deeper than ${MAXIMUM_DEPTH} levels.`)
  switch (value.type) {
    case 'none':
      return writer.tag('N')
    case 'bool':
      return writer.tag(value.value ? 'T' : 'F')
    case 'int':
      return writeInteger(writer, value.value)
    case 'float':
      writer.tag('g')
      return writer.float64(value.value)
    case 'complex':
      writer.tag('y')
      writer.float64(value.real)
      return writer.float64(value.imaginary)
    case 'rational':
      writer.tag('Q')
      writeInteger(writer, value.numerator)
      return writeInteger(writer, value.denominator)
    case 'str':
      writer.tag('u')
      return writer.sized(encodeUtf8(value.value))
    case 'bytes':
      writer.tag('s')
      return writer.sized(value.value)
    case 'bytearray':
      writer.tag('B')
      return writer.sized(value.value)
    case 'list':
      return writeItems(writer, '[', value.items, depth)
    case 'tuple':
      return writeItems(writer, '(', value.items, depth)
    case 'deque':
      return writeItems(writer, 'D', value.items, depth)
    case 'set':
      return writeItems(writer, '<', value.items, depth)
    case 'frozenset':
      return writeItems(writer, '>', value.items, depth)
    case 'range':
      writer.tag('R')
      writeInteger(writer, value.start)
      writeInteger(writer, value.stop)
      return writeInteger(writer, value.step)
    case 'dict':
      return writeEntries(writer, '{', value.entries, depth)
    case 'counter':
      return writeEntries(writer, 'C', value.entries, depth)
    case 'ordered-dict':
      return writeEntries(writer, 'O', value.entries, depth)
    default:
      return assertNever(value)
  }
}

function writeItems(writer: Writer, tag: string, items: readonly PyValue[], depth: number): void {
  writer.tag(tag)
  writer.int32(items.length)
  for (const item of items) write(writer, item, depth + 1)
}

function writeEntries(writer: Writer, tag: string, entries: Entries, depth: number): void {
  writer.tag(tag)
  for (const [key, item] of entries) {
    write(writer, key, depth + 1)
    write(writer, item, depth + 1)
  }
  writer.tag('0')
}

function writeInteger(writer: Writer, value: bigint): void {
  if (value < INT_MIN || value > INT_MAX) return writeLong(writer, value)
  writer.tag('i')
  writer.int32(Number(value))
}

/** By way of hexadecimal, which is linear; shifting digit by digit would be quadratic. */
function writeLong(writer: Writer, value: bigint): void {
  const hex = (value < 0n ? -value : value).toString(16)
  const digits: number[] = []
  let bits = 0
  let held = 0
  for (let index = hex.length - 1; index >= 0; index -= 1) {
    bits |= Number.parseInt(hex.charAt(index), 16) << held
    held += 4
    if (held < 15) continue
    digits.push(bits & 0x7fff)
    bits >>= 15
    held -= 15
  }
  if (bits > 0) digits.push(bits)
  while (digits.at(-1) === 0) digits.pop()
  writer.tag('l')
  writer.int32(value < 0n ? -digits.length : digits.length)
  for (const digit of digits) writer.int16(digit)
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
