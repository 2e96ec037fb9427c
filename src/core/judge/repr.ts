import { assertNever } from '../errors'
import { byCount } from './counter-order'
import { complexRepr, floatRepr, integerRepr } from './number-repr'
import { bytearrayRepr, bytesRepr, stringRepr } from './text-repr'
import type { Entries, PyValue } from './value'

/** Characters of a literal as the page shows it. */
export const CLIP_LENGTH = 500

/**
 * Python's repr of a value, ended with "..." where it is longer than `maximum` characters. Stops there: a large value
 * costs no more than a small one. Integers that Python itself would not write are named by their length.
 */
export function clippedRepr(value: PyValue, maximum = CLIP_LENGTH): string {
  const writer = new ClippedWriter(maximum)
  write(writer, value)
  return writer.text()
}

/** The arguments of a call as they stand between its parentheses. */
export function clippedArguments(values: readonly PyValue[], maximum = CLIP_LENGTH): string {
  const writer = new ClippedWriter(maximum)
  writeItems(writer, values)
  return writer.text()
}

export function clipText(text: string, maximum = CLIP_LENGTH): string {
  return text.length <= maximum ? text : `${text.slice(0, maximum - 3)}...`
}

class ClippedWriter {
  private written = ''
  constructor(readonly maximum: number) {}

  get isFull(): boolean {
    return this.written.length > this.maximum
  }

  add(text: string): void {
    if (!this.isFull) this.written += text
  }

  text(): string {
    return clipText(this.written, this.maximum)
  }
}

function write(writer: ClippedWriter, value: PyValue): void {
  if (writer.isFull) return
  switch (value.type) {
    case 'none':
      return writer.add('None')
    case 'bool':
      return writer.add(value.value ? 'True' : 'False')
    case 'int':
      return writer.add(integerRepr(value.value))
    case 'float':
      return writer.add(floatRepr(value.value))
    case 'complex':
      return writer.add(complexRepr(value.real, value.imaginary))
    case 'rational':
      return writer.add(`Fraction(${integerRepr(value.numerator)}, ${integerRepr(value.denominator)})`)
    case 'str':
      return writer.add(stringRepr(value.value, writer.maximum))
    case 'bytes':
      return writer.add(bytesRepr(value.value, writer.maximum))
    case 'bytearray':
      return writer.add(bytearrayRepr(value.value, writer.maximum))
    case 'list':
      return writeBetween(writer, '[', value.items, ']')
    case 'tuple':
      return writeBetween(writer, '(', value.items, value.items.length === 1 ? ',)' : ')')
    case 'deque':
      return writeBetween(writer, 'deque([', value.items, '])')
    case 'range': {
      const step = value.step === 1n ? '' : `, ${integerRepr(value.step)}`
      return writer.add(`range(${integerRepr(value.start)}, ${integerRepr(value.stop)}${step})`)
    }
    case 'set':
      return value.items.length === 0 ? writer.add('set()') : writeBetween(writer, '{', value.items, '}')
    case 'frozenset':
      if (value.items.length === 0) return writer.add('frozenset()')
      return writeBetween(writer, 'frozenset({', value.items, '})')
    case 'dict':
      return writeEntries(writer, value.entries)
    case 'counter':
      return writeNamed(writer, 'Counter', byCount(value.entries))
    case 'ordered-dict':
      return writeNamed(writer, 'OrderedDict', value.entries)
    default:
      return assertNever(value)
  }
}

function writeBetween(writer: ClippedWriter, open: string, items: readonly PyValue[], close: string): void {
  writer.add(open)
  writeItems(writer, items)
  writer.add(close)
}

function writeItems(writer: ClippedWriter, items: readonly PyValue[]): void {
  for (const [index, item] of items.entries()) {
    if (writer.isFull) return
    if (index > 0) writer.add(', ')
    write(writer, item)
  }
}

function writeNamed(writer: ClippedWriter, name: string, entries: Entries): void {
  writer.add(`${name}(`)
  if (entries.length > 0) writeEntries(writer, entries)
  writer.add(')')
}

function writeEntries(writer: ClippedWriter, entries: Entries): void {
  writer.add('{')
  for (const [index, [key, item]] of entries.entries()) {
    if (writer.isFull) return
    if (index > 0) writer.add(', ')
    write(writer, key)
    writer.add(': ')
    write(writer, item)
  }
  writer.add('}')
}
