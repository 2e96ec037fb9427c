import { LabError } from '../errors'

/** Where a value stands in a JSON text, in UTF-16 code units. */
interface Span {
  readonly start: number
  readonly end: number
}

/** Texts to put in the place of an object's fields; fields that it does not have are left out. */
export type FieldTexts = Readonly<Record<string, string | readonly string[]>>

/**
 * Replaces fields of the objects of a .jsonl text, or of one JSON list of objects, and leaves every other character as
 * it is: what is not replaced (numbers as Python writes them, spacing, order) stays to the byte. `texts` gets the place of an
 * object in the file and its fields of text. The text must have been parsed before: it is not checked again.
 */
export function rewriteFields(
  json: string,
  texts: (index: number, original: (field: string) => string | null) => FieldTexts,
): string {
  const parts: string[] = []
  let done = 0
  let index = 0
  for (const fields of objectsOf(json)) {
    const wanted = texts(index, (field) => textAt(json, fields.get(field)))
    index += 1
    for (const [name, { start, end }] of fields) {
      const text = Object.hasOwn(wanted, name) ? wanted[name] : undefined
      if (text === undefined) continue
      parts.push(json.slice(done, start), JSON.stringify(text))
      done = end
    }
  }
  return parts.join('') + json.slice(done)
}

function textAt(json: string, span: Span | undefined): string | null {
  if (span === undefined || json[span.start] !== '"') return null
  const value: unknown = JSON.parse(json.slice(span.start, span.end))
  return typeof value === 'string' ? value : null
}

/** The fields of each object, in the order of the text. */
function* objectsOf(json: string): Generator<ReadonlyMap<string, Span>> {
  let at = skipSpace(json, 0)
  const isList = json[at] === '['
  if (isList) at = skipSpace(json, at + 1)
  while (at < json.length && json[at] === '{') {
    const fields = new Map<string, Span>()
    at = skipSpace(json, at + 1)
    while (json[at] === '"') {
      const nameEnd = endOfString(json, at)
      const name: unknown = JSON.parse(json.slice(at, nameEnd))
      const start = skipSpace(json, skipSpace(json, nameEnd) + 1)
      const end = endOfValue(json, start)
      // As in Python's reader, the last of several fields of one name counts; it stands where the text says.
      fields.delete(String(name))
      fields.set(String(name), { start, end })
      at = skipSpace(json, end)
      if (json[at] === ',') at = skipSpace(json, at + 1)
    }
    if (json[at] !== '}') throw broken(at)
    yield fields
    at = skipSpace(json, at + 1)
    if (isList && json[at] === ',') at = skipSpace(json, at + 1)
  }
}

function skipSpace(json: string, at: number): number {
  while (at < json.length && ' \t\r\n\ufeff'.includes(json.charAt(at))) at += 1
  return at
}

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === '\\') at += 1
    else if (json[at] === '"') return at + 1
  }
  throw broken(start)
}

function endOfValue(json: string, start: number): number {
  let depth = 0
  for (let at = start; at < json.length;) {
    const character = json.charAt(at)
    if (character === '"') at = endOfString(json, at)
    else if (depth === 0 && at > start && ',}] \t\r\n'.includes(character)) return at
    else {
      if ('[{'.includes(character)) depth += 1
      if (']}'.includes(character)) depth -= 1
      at += 1
    }
    if (depth === 0 && at > start && '"]}'.includes(json.charAt(at - 1))) return at
  }
  throw broken(start)
}

function broken(at: number): LabError {
  return new LabError(
    'internal',
    `The file is no JSON at character ${at}.`,
    'It was parsed before: please report this.',
  )
}
