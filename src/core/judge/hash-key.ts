import { sha256Hex } from '../hash'
import { asNumber, numberKey } from './number-equals'
import { rangeLength } from './range'
import type { PyValue } from './value'

/**
 * Text that is the same for hashable values exactly where Python's `==` holds. Null where a value equals nothing (NaN
 * in it, or the same member twice) or is not hashable, hence in no set and no key.
 */
export function hashKey(value: PyValue): string | null {
  const parts: string[] = []
  return append(parts, value) ? parts.join('') : null
}

/** A frozenset's members are sorted and joined; longer ones by their digest, else deep nesting would copy them again and again. */
const LONGEST_MEMBER = 200

function append(parts: string[], value: PyValue): boolean {
  const number = asNumber(value)
  if (number !== null) {
    const key = numberKey(number)
    if (key !== null) parts.push(key)
    return key !== null
  }
  switch (value.type) {
    case 'none':
      parts.push('none')
      return true
    case 'str':
      parts.push(`s${value.value.length}:`, value.value)
      return true
    case 'bytes':
      parts.push(`b${value.value.length}:`, new TextDecoder('latin1').decode(value.value))
      return true
    case 'tuple':
      parts.push('(')
      for (const item of value.items) {
        if (!append(parts, item)) return false
        parts.push(',')
      }
      parts.push(')')
      return true
    case 'frozenset': {
      const members = new Set<string>()
      for (const item of value.items) {
        const key = hashKey(item)
        if (key === null) return false
        members.add(key.length <= LONGEST_MEMBER ? key : `h${sha256Hex(wellFormed(key))}`)
      }
      if (members.size !== value.items.length) return false
      parts.push('{', Array.from(members).sort().join(), '}')
      return true
    }
    case 'range': {
      const length = rangeLength(value)
      parts.push(`r${length}`)
      if (length > 0n) parts.push(`,${value.start}`)
      if (length > 1n) parts.push(`,${value.step}`)
      return true
    }
    default:
      return false
  }
}

/** Lone surrogates have no UTF-8 of their own, so they would all hash alike. */
function wellFormed(text: string): string {
  return text.replace(/[%\p{Surrogate}]/gu, (character) => `%${character.charCodeAt(0).toString(16)};`)
}
