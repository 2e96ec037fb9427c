import type { PyValue } from '../judge/value'

/**
 * JSON as Python's json.loads reads it: 1 is an int of any size and 1.0 a float, NaN and Infinity are allowed, objects
 * are dicts. JSON.parse keeps none of these apart. Throws JsonError with the offset of the first wrong character.
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
const MAXIMUM_DEPTH = 900

class Parser {
  private offset = 0
  private depth = 0

  constructor(private readonly text: string) {}

  value(): PyValue {
    this.skipSpace()
    const character = this.text[this.offset]
    if (character === '"') return { type: 'str', value: this.string() }
    if (character === '[') return this.nested(() => this.list())
    if (character === '{') return this.nested(() => this.dict())
    for (const [word, value] of CONSTANTS) {
      if (!this.text.startsWith(word, this.offset)) continue
      this.offset += word.length
      return value
    }
    return this.number()
  }

  end(): void {
    this.skipSpace()
    if (this.offset < this.text.length) throw this.error('Nothing may follow the value')
  }

  private nested(read: () => PyValue): PyValue {
    this.depth += 1
    if (this.depth > MAXIMUM_DEPTH) throw this.error('Nested too deeply')
    this.offset += 1
    const value = read()
    this.depth -= 1
    return value
  }

  private list(): PyValue {
    const items: PyValue[] = []
    this.skipSpace()
    if (this.take(']')) return { type: 'list', items }
    for (;;) {
      items.push(this.value())
      this.skipSpace()
      if (this.take(']')) return { type: 'list', items }
      if (!this.take(',')) throw this.error('Expected , or ]')
    }
  }

  private dict(): PyValue {
    const entries = new Map<string, PyValue>()
    this.skipSpace()
    if (!this.take('}')) {
      for (;;) {
        this.skipSpace()
        if (this.text[this.offset] !== '"') throw this.error('Expected a name in quotes')
        const key = this.string()
        this.skipSpace()
        if (!this.take(':')) throw this.error('Expected :')
        entries.set(key, this.value())
        this.skipSpace()
        if (this.take('}')) break
        if (!this.take(',')) throw this.error('Expected , or }')
      }
    }
    return {
      type: 'dict',
      entries: Array.from(entries, ([key, value]) => [{ type: 'str', value: key }, value] as const),
    }
  }

  private string(): string {
    let text = ''
    let start = this.offset + 1
    for (let index = start; index < this.text.length; index += 1) {
      const character = this.text[index]
      if (character === '"') {
        this.offset = index + 1
        return text + this.text.slice(start, index)
      }
      if (character !== undefined && character < ' ') {
        this.offset = index
        throw this.error('A control character in a string')
      }
      if (character !== '\\') continue
      text += this.text.slice(start, index)
      const letter = this.text[index + 1] ?? ''
      const code = this.text.slice(index + 2, index + 6)
      const escaped =
        letter === 'u' && /^[\da-fA-F]{4}$/.test(code) ? String.fromCharCode(parseInt(code, 16)) : ESCAPES[letter]
      if (escaped === undefined) {
        this.offset = index
        throw this.error('An unknown escape')
      }
      text += escaped
      index += letter === 'u' ? 5 : 1
      start = index + 1
    }
    throw this.error('A string without an end')
  }

  private number(): PyValue {
    NUMBER.lastIndex = this.offset
    const match = NUMBER.exec(this.text)
    if (match === null) throw this.error('Expected a value')
    this.offset += match[0].length
    const isInteger = match[1] === undefined && match[2] === undefined
    return isInteger ? { type: 'int', value: BigInt(match[0]) } : { type: 'float', value: Number(match[0]) }
  }

  private take(character: string): boolean {
    if (this.text[this.offset] !== character) return false
    this.offset += 1
    return true
  }

  private skipSpace(): void {
    while (' \t\n\r'.includes(this.text[this.offset] ?? 'x')) this.offset += 1
  }

  private error(message: string): JsonError {
    return new JsonError(message, this.offset)
  }
}
