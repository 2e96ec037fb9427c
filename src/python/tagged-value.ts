import type { PyValue } from '../core/judge/value'
import { notMarshalled } from './packed-inputs'

const text = (value: string): PyValue => ({ type: 'str', value })
const tuple = (...items: readonly PyValue[]): PyValue => ({ type: 'tuple', items })
const list = (items: readonly PyValue[]): PyValue => ({ type: 'list', items })
const int = (value: bigint): PyValue => ({ type: 'int', value })

/**
 * A value as the test runner takes it: (tag, held), where `plain` holds what CPython's marshal knows as it is, and the
 * other tags name the type to make again of what they hold.
 */
export function taggedValue(value: PyValue): PyValue {
  if (notMarshalled(value) === null) return tuple(text('plain'), value)
  switch (value.type) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
    case 'deque':
      return tuple(text(value.type), list(value.items.map(taggedValue)))
    case 'dict':
    case 'counter':
    case 'ordered-dict':
      return tuple(
        text(value.type),
        list(value.entries.map(([key, item]) => tuple(taggedValue(key), taggedValue(item)))),
      )
    case 'range':
      return tuple(text('range'), tuple(int(value.start), int(value.stop), int(value.step)))
    case 'rational':
      return tuple(text('rational'), tuple(int(value.numerator), int(value.denominator)))
    case 'bytearray':
      return tuple(text('bytearray'), { type: 'bytes', value: value.value })
    default:
      return tuple(text('plain'), value)
  }
}
