import type { PyValue } from '../judge/value'
import { NoLiteral } from './python-literal'

const LITERAL = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/
const ESCAPE = /\\(\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[\s\S])/g
const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** A str or bytes literal with its quotes. Throws NoLiteral. */
export function parseString(source: string): PyValue {
  const match = LITERAL.exec(source)
  if (match === null) throw new NoLiteral('a text does not end')
  const [, prefix = '', , body = ''] = match
  const letters = prefix.toLowerCase()
  const isBytes = letters.includes('b')
  const text = letters.includes('r')
    ? body
    : body.replace(ESCAPE, (whole, what: string) => escaped(whole, what, isBytes))
  if (!isBytes) return { type: 'str', value: text }
  if (Array.from(body).some((character) => character > '\x7f')) throw new NoLiteral('bytes are written in ASCII')
  return { type: 'bytes', value: Uint8Array.from(text, (character) => character.charCodeAt(0)) }
}

export function joinStrings(values: readonly PyValue[]): PyValue {
  const texts = values.flatMap((value) => (value.type === 'str' ? [value.value] : []))
  if (texts.length === values.length) return { type: 'str', value: texts.join('') }
  const bytes = values.flatMap((value) => (value.type === 'bytes' ? [value.value] : []))
  if (bytes.length !== values.length) throw new NoLiteral('text and bytes cannot be joined')
  return { type: 'bytes', value: Uint8Array.from(bytes.flatMap((part) => [...part])) }
}

function escaped(whole: string, what: string, isBytes: boolean): string {
  const simple = SIMPLE[what]
  if (simple !== undefined) return simple
  const kind = what.charAt(0)
  if (kind >= '0' && kind <= '7') return String.fromCharCode(parseInt(what, 8) & (isBytes ? 0xff : 0x1ff))
  if (kind === 'x' && what.length > 1) return String.fromCharCode(parseInt(what.slice(1), 16))
  if (!isBytes && (kind === 'u' || kind === 'U') && what.length > 1) return character(parseInt(what.slice(1), 16))
  if (kind === 'x' || (!isBytes && 'uU'.includes(kind))) throw new NoLiteral(`${whole} is an unfinished escape`)
  if (!isBytes && kind === 'N') throw new NoLiteral('\\N{...} is not read; write the character itself')
  // As Python: an unknown escape stays as it is.
  return whole
}

function character(code: number): string {
  if (code > 0x10ffff) throw new NoLiteral('an escape names no character')
  return String.fromCodePoint(code)
}
