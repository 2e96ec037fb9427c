import type { PyValue } from '../core/judge/value'

const text = (value: string): PyValue => ({ type: 'str', value })
const tuple = (...items: readonly PyValue[]): PyValue => ({ type: 'tuple', items })
const list = (items: readonly PyValue[]): PyValue => ({ type: 'list', items })
const int = (value: bigint): PyValue => ({ type: 'int', value })
const plain = (value: PyValue): PyValue => tuple(text('plain'), value)

/**
 * A value as the test runner takes it: (tag, held), where `plain` holds what CPython's marshal knows as it is, and the
 * other tags name the type to make again of what they hold.
 */
export function taggedValue(value: PyValue): PyValue {
  return remade(value) ?? plain(value)
}

/** Null for what marshal knows as it is. Looks at every part once, however deep it lies. */
function remade(value: PyValue): PyValue | null {
  switch (value.type) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset': {
      const items = remadeItems(value.items)
      return items === null ? null : tuple(text(value.type), list(items))
    }
    case 'dict': {
      const items = remadeItems(value.entries.flat())
      return items === null ? null : tuple(text(value.type), pairs(items))
    }
    case 'deque':
      return tuple(text(value.type), list(value.items.map(taggedValue)))
    case 'counter':
    case 'ordered-dict':
      return tuple(text(value.type), pairs(value.entries.flat().map(taggedValue)))
    case 'range':
      return tuple(text(value.type), tuple(int(value.start), int(value.stop), int(value.step)))
    case 'rational':
      return tuple(text(value.type), tuple(int(value.numerator), int(value.denominator)))
    case 'bytearray':
      return tuple(text(value.type), { type: 'bytes', value: value.value })
    default:
      return null
  }
}

/** Of keys and values by turns. */
function pairs(items: readonly PyValue[]): PyValue {
  const made: PyValue[] = []
  for (let index = 0; index < items.length; index += 2) made.push(tuple(...items.slice(index, index + 2)))
  return list(made)
}

/** All tagged; null where none needs to be. */
function remadeItems(items: readonly PyValue[]): readonly PyValue[] | null {
  const parts = items.map(remade)
  if (parts.every((part) => part === null)) return null
  return items.map((item, index) => parts[index] ?? plain(item))
}
