/** Both stop soon after `maximum` characters: what follows is clipped anyway. */

export function stringRepr(text: string, maximum: number): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let body = ''
  for (const character of text) {
    if (character === quote) body += `\\${character}`
    else body += ESCAPES[character] ?? (isPrintable(character) ? character : escapeCode(character.codePointAt(0) ?? 0))
    if (body.length > maximum) break
  }
  return `${quote}${body}${quote}`
}

/** A bytearray's repr escapes single quotes even between double ones. */
export function bytearrayRepr(bytes: Uint8Array, maximum: number): string {
  return `bytearray(${quotedBytes(bytes, maximum, "'")})`
}

export function bytesRepr(bytes: Uint8Array, maximum: number): string {
  return quotedBytes(bytes, maximum, null)
}

function quotedBytes(bytes: Uint8Array, maximum: number, escaped: string | null): string {
  const quote = bytes.includes(SINGLE_QUOTE) && !bytes.includes(DOUBLE_QUOTE) ? '"' : "'"
  let body = ''
  for (const code of bytes) {
    const character = String.fromCharCode(code)
    if (character === (escaped ?? quote)) body += `\\${character}`
    else body += ESCAPES[character] ?? (code >= 0x20 && code < 0x7f ? character : escapeCode(code))
    if (body.length > maximum) break
  }
  return `b${quote}${body}${quote}`
}

const SINGLE_QUOTE = 0x27
const DOUBLE_QUOTE = 0x22
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** str.isprintable: neither Other nor Separator, but for the space. */
function isPrintable(character: string): boolean {
  return character === ' ' || !/[\p{C}\p{Z}]/u.test(character)
}

function escapeCode(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}
