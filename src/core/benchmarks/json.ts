import type { PyValue } from '../judge/value'

/**
 * JSON as Python's json.loads reads it: 1 is an int of any size and 1.0 a float, NaN and Infinity are allowed, objects
 * are dicts, of equal names the last wins, and half a surrogate pair may stand by itself. JSON.parse keeps none of these
 * apart. Throws JsonError with the offset of the first wrong character.
 */
export function parseJson(text: string): PyValue {
  const parser = new Parser(text)
  const value = parser.value()
  parser.end()
  return value
}

export class JsonError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(`${message} at character ${offset + 1}`)
  }
}

/** As sys.get_int_max_str_digits() of Python: more is refused there too, because converting takes quadratic time. */
export const MAXIMUM_DIGITS = 4300
/** Python gives up somewhat above this. */
const MAXIMUM_DEPTH = 900
/** Integers of at most so many digits are exact as doubles. */
const EXACT_LENGTH = 15

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const CONSTANTS: readonly (readonly [string, PyValue])[] = [
  ['null', { type: 'none' }],
  ['true', { type: 'bool', value: true }],
  ['false', { type: 'bool', value: false }],
  ['NaN', { type: 'float', value: NaN }],
  ['Infinity', { type: 'float', value: Infinity }],
  ['-Infinity', { type: 'float', value: -Infinity }],
]
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
/** Where a plain part of a string ends: its end, an escape, or what may not stand in it. */

const STRING_STOP = /["\\\u0000-\u001f]/g

const QUOTE = 0x22
const MINUS = 0x2d
const POINT = 0x2e
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_DICT = 0x7b
const CLOSE_DICT = 0x7d

class Parser {
  private offset = 0
  private depth = 0

  constructor(private readonly text: string) {}

  value(): PyValue {
    const code = this.peek()
    if (code === QUOTE) return { type: 'str', value: this.string() }
    if (code === OPEN_LIST) return this.list()
    if (code === OPEN_DICT) return this.dict()
    // A digit, or a minus that a digit follows.
    if (isDigit(code) || (code === MINUS && isDigit(this.text.charCodeAt(this.offset + 1))))
      return this.smallInteger() ?? this.number()
    for (const [word, value] of CONSTANTS) {
      if (!this.text.startsWith(word, this.offset)) continue
      this.offset += word.length
      return value
    }
    throw this.error('Expected a value')
  }

  end(): void {
    if (!Number.isNaN(this.peek())) throw this.error('Nothing may follow the value')
  }

  private list(): PyValue {
    this.open()
    const items: PyValue[] = []
    if (!this.take(CLOSE_LIST)) {
      do items.push(this.value())
      while (this.take(COMMA))
      if (!this.take(CLOSE_LIST)) throw this.error('Expected , or ]')
    }
    this.depth -= 1
    return { type: 'list', items }
  }

  private dict(): PyValue {
    this.open()
    const entries = new Map<string, PyValue>()
    if (!this.take(CLOSE_DICT)) {
      do {
        if (this.peek() !== QUOTE) throw this.error('Expected a name in quotes')
        const key = this.string()
        if (!this.take(COLON)) throw this.error('Expected :')
        entries.set(key, this.value())
      } while (this.take(COMMA))
      if (!this.take(CLOSE_DICT)) throw this.error('Expected , or }')
    }
    this.depth -= 1
    return {
      type: 'dict',
      entries: Array.from(entries, ([key, value]) => [{ type: 'str', value: key }, value] as const),
    }
  }

  private open(): void {
    this.depth += 1
    if (this.depth > MAXIMUM_DEPTH) throw this.error('Nested too deeply')
    this.offset += 1
  }

  private string(): string {
    const { text } = this
    let read = ''
    let start = this.offset + 1
    for (;;) {
      STRING_STOP.lastIndex = start
      const stop = STRING_STOP.exec(text)
      if (stop === null) throw this.error('A string without an end')
      const index = stop.index
      const part = text.slice(start, index)
      if (stop[0] === '"') {
        this.offset = index + 1
        return read === '' ? part : read + part
      }
      this.offset = index
      if (stop[0] !== '\\') throw this.error('A control character in a string')
      read += part + this.escape(index)
      start = index + (text[index + 1] === 'u' ? 6 : 2)
    }
  }

  private escape(index: number): string {
    const letter = this.text[index + 1] ?? ''
    const known = ESCAPES[letter]
    if (known !== undefined) return known
    const code = this.text.slice(index + 2, index + 6)
    if (letter === 'u' && /^[\da-fA-F]{4}$/.test(code)) return String.fromCharCode(parseInt(code, 16))
    throw this.error('An unknown escape')
  }

  /** By far the most common number; null, and nothing read, where it is another one. */
  private smallInteger(): PyValue | null {
    const { text } = this
    const isNegative = text.charCodeAt(this.offset) === MINUS
    const start = isNegative ? this.offset + 1 : this.offset
    let at = start
    let size = 0
    let code = text.charCodeAt(at)
    while (isDigit(code) && at - start < EXACT_LENGTH) {
      size = size * 10 + (code - 0x30)
      at += 1
      code = text.charCodeAt(at)
    }
    // 0x20 makes E of e.
    if (isDigit(code) || code === POINT || (code & ~0x20) === 0x45) return null
    if (text.charCodeAt(start) === 0x30 && at > start + 1) return null
    this.offset = at
    return { type: 'int', value: BigInt(isNegative ? -size : size) }
  }

  private number(): PyValue {
    NUMBER.lastIndex = this.offset
    const match = NUMBER.exec(this.text)
    if (match === null) throw this.error('Expected a value')
    const [digits, fraction, exponent] = match
    if (fraction !== undefined || exponent !== undefined) {
      this.offset += digits.length
      return { type: 'float', value: Number(digits) }
    }
    if (digits.length > MAXIMUM_DIGITS) throw this.error(`An integer of more than ${MAXIMUM_DIGITS} digits`)
    this.offset += digits.length
    return { type: 'int', value: BigInt(digits) }
  }

  private take(code: number): boolean {
    if (this.peek() !== code) return false
    this.offset += 1
    return true
  }

  /** The next code that is no space; NaN at the end. */
  private peek(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.offset)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code
      this.offset += 1
    }
  }

  private error(message: string): JsonError {
    return new JsonError(message, this.offset)
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
