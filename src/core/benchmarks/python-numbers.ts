import { hashKey } from '../judge/hash-key'
import type { PyValue } from '../judge/value'

const DIGITS = String.raw`\d+(?:_\d+)*`
const DECIMAL = String.raw`(?:${DIGITS}\.?(?:${DIGITS})?|\.${DIGITS})(?:e[+-]?${DIGITS})?|inf(?:inity)?|nan`
const FLOAT = new RegExp(`^([+-]?)(${DECIMAL})$`, 'i')
const COMPLEX = new RegExp(`^(?:([+-]?(?:${DECIMAL}))(?=$|[+-]))?(?:([+-]?(?:${DECIMAL})?)j)?$`, 'i')

/** Python's float(text); null where it would raise. */
export function parseFloatText(text: string): number | null {
  const match = FLOAT.exec(text.trim())
  if (match === null) return null
  const [, sign, digits = ''] = match
  const name = digits.toLowerCase()
  const size = name === 'nan' ? NaN : name.startsWith('inf') ? Infinity : Number(digits.replaceAll('_', ''))
  return sign === '-' ? -size : size
}

/** Python's complex(text): a real part, an imaginary part, or both, parentheses around them allowed; null where it would raise. */
export function parseComplex(text: string): PyValue | null {
  const trimmed = text.trim()
  const bare = trimmed.startsWith('(') && trimmed.endsWith(')') ? trimmed.slice(1, -1).trim() : trimmed
  const match = bare === '' ? null : COMPLEX.exec(bare)
  if (match === null) return null
  const [, realText, imaginaryText] = match
  // "j", "+j" and "-j" stand for one.
  const unit =
    imaginaryText === '' || imaginaryText === '+' || imaginaryText === '-' ? `${imaginaryText}1` : imaginaryText
  const real = realText === undefined ? 0 : parseFloatText(realText)
  const imaginary = unit === undefined ? 0 : parseFloatText(unit)
  return real === null || imaginary === null ? null : { type: 'complex', real, imaginary }
}

/** Each value once, the first of equal ones, as Python builds it; null where one cannot be hashed. */
export function pySet(type: 'set' | 'frozenset', items: readonly PyValue[]): PyValue | null {
  const kept = new Map<string, PyValue>()
  for (const [index, item] of items.entries()) {
    if (!isHashable(item)) return null
    const key = hashKey(item) ?? `unequal ${index}`
    if (!kept.has(key)) kept.set(key, item)
  }
  return { type, items: [...kept.values()] }
}

/** As pySet: of equal keys the first key stays, with the last value. */
export function pyDict(entries: readonly (readonly [PyValue, PyValue])[]): PyValue | null {
  const kept = new Map<string, readonly [PyValue, PyValue]>()
  for (const [index, [key, value]] of entries.entries()) {
    if (!isHashable(key)) return null
    const name = hashKey(key) ?? `unequal ${index}`
    kept.set(name, [kept.get(name)?.[0] ?? key, value])
  }
  return { type: 'dict', entries: [...kept.values()] }
}

function isHashable(value: PyValue): boolean {
  switch (value.type) {
    case 'tuple':
      return value.items.every(isHashable)
    case 'list':
    case 'set':
    case 'dict':
    case 'deque':
    case 'counter':
    case 'ordered-dict':
    case 'bytearray':
      return false
    default:
      return true
  }
}
