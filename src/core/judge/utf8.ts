import { hasLoneSurrogate } from './surrogates'

/** UTF-8 in which a lone surrogate keeps its three bytes, as Python's `surrogatepass`. */
export function encodeUtf8(text: string): Uint8Array {
  if (!hasLoneSurrogate(text)) return new TextEncoder().encode(text)
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code >= 0xd800 && code <= 0xdfff) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(...new TextEncoder().encode(character))
  }
  return Uint8Array.from(bytes)
}

/**
 * The other way. Null for what is neither UTF-8 nor a lone surrogate, and for two surrogates that would become one
 * character here, while for Python they are two: such text equals nothing we could write.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return STRICT.decode(bytes)
  } catch {
    return decodeWithSurrogates(bytes)
  }
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeWithSurrogates(bytes: Uint8Array): string | null {
  const parts: string[] = []
  let clean = 0
  let previous = 0
  try {
    for (let index = 0; index + 2 < bytes.length; index += 1) {
      const second = bytes[index + 1] ?? 0
      const third = bytes[index + 2] ?? 0
      if (bytes[index] !== 0xed || second < 0xa0 || second > 0xbf || third < 0x80 || third > 0xbf) continue
      const code = 0xd000 | ((second & 63) << 6) | (third & 63)
      if (clean < index) parts.push(STRICT.decode(bytes.subarray(clean, index)))
      else if (previous >= 0xd800 && previous < 0xdc00 && code >= 0xdc00) return null
      parts.push(String.fromCharCode(code))
      previous = code
      index += 2
      clean = index + 1
    }
    if (clean === 0) return null
    parts.push(STRICT.decode(bytes.subarray(clean)))
    return parts.join('')
  } catch {
    return null
  }
}
