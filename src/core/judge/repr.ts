import type { PyValue } from './value'

/** Characters of a literal as the page shows it. */
export const CLIP_LENGTH = 500

/** Python's repr of a value, ended with "..." where it is longer than `maximum` characters. */
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
  constructor(private readonly maximum: number) {}

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
    case 'str':
      return writer.add(stringRepr(value.value))
    case 'bytes':
      return writer.add(bytesRepr(value.value))
    case 'list':
      writer.add('[')
      writeItems(writer, value.items)
      return writer.add(']')
    case 'tuple':
      writer.add('(')
      writeItems(writer, value.items)
      return writer.add(value.items.length === 1 ? ',)' : ')')
    case 'set':
      if (value.items.length === 0) return writer.add('set()')
      writer.add('{')
      writeItems(writer, value.items)
      return writer.add('}')
    case 'frozenset':
      if (value.items.length === 0) return writer.add('frozenset()')
      writer.add('frozenset({')
      writeItems(writer, value.items)
      return writer.add('})')
    case 'dict':
      writer.add('{')
      value.entries.forEach(([key, item], index) => {
        if (index > 0) writer.add(', ')
        write(writer, key)
        writer.add(': ')
        write(writer, item)
      })
      return writer.add('}')
  }
}

function writeItems(writer: ClippedWriter, items: readonly PyValue[]): void {
  for (const [index, item] of items.entries()) {
    if (writer.isFull) return
    if (index > 0) writer.add(', ')
    write(writer, item)
  }
}

/** Digits of 16 in about as many decimal digits as CPython converts at most (sys.set_int_max_str_digits). */
const MAXIMUM_HEX_DIGITS = 3571

/** Beyond CPython's own limit in hexadecimal: decimal digits of a huge integer would hold the page up for minutes. */
function integerRepr(value: bigint): string {
  const hex = value.toString(16).replace('-', '')
  if (hex.length <= MAXIMUM_HEX_DIGITS) return String(value)
  return `${value < 0n ? '-' : ''}0x${hex}`
}

/** The shortest digits that read back the same, in Python's layout: an exponent below 1e-4 and from 1e16 on. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const text = plainFloat(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** As floatRepr, without the ".0" of whole numbers. */
function plainFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+'
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  const sign = value < 0 ? '-' : ''
  const digits = mantissa.replace('-', '').replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`
}

function complexRepr(real: number, imaginary: number): string {
  const imaginaryText = plainFloat(imaginary)
  if (Object.is(real, 0)) return `${imaginaryText}j`
  const sign = imaginaryText.startsWith('-') ? '' : '+'
  return `(${plainFloat(real)}${sign}${imaginaryText}j)`
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

export function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let body = ''
  for (const character of text) {
    if (character === quote) body += `\\${character}`
    else body += ESCAPES[character] ?? (isPrintable(character) ? character : escapeCode(character.codePointAt(0) ?? 0))
    if (body.length > CLIP_LENGTH * 2) break
  }
  return `${quote}${body}${quote}`
}

/** str.isprintable: neither Other nor Separator, but for the space. */
function isPrintable(character: string): boolean {
  return character === ' ' || !/[\p{C}\p{Z}]/u.test(character)
}

function escapeCode(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

function bytesRepr(bytes: Uint8Array): string {
  const text = Array.from(bytes.subarray(0, CLIP_LENGTH), (byte) => String.fromCharCode(byte))
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = text.map((character) => {
    const code = character.charCodeAt(0)
    if (character === quote) return `\\${character}`
    return ESCAPES[character] ?? (code >= 0x20 && code < 0x7f ? character : escapeCode(code))
  })
  return `b${quote}${body.join('')}${quote}`
}
