import fc from 'fast-check'
import type { Entries, PyValue } from '../value'

/** Values that are hashable in Python. Without NaN. */
export const anyLeaf: fc.Arbitrary<PyValue> = fc.oneof(
  fc.constant<PyValue>({ type: 'none' }),
  fc.boolean().map((value): PyValue => ({ type: 'bool', value })),
  fc.bigInt().map((value): PyValue => ({ type: 'int', value })),
  fc.integer({ min: -3, max: 3 }).map((value): PyValue => ({ type: 'int', value: BigInt(value) })),
  fc.double({ noNaN: true }).map((value): PyValue => ({ type: 'float', value })),
  fc.integer({ min: -3, max: 3 }).map((value): PyValue => ({ type: 'float', value })),
  fc
    .tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }))
    .map(([real, imaginary]): PyValue => ({ type: 'complex', real, imaginary })),
  fc.tuple(fc.bigInt(), fc.integer({ min: 0, max: 70 })).map(([numerator, power]): PyValue => ({
    type: 'rational',
    numerator: numerator * 2n + 1n,
    denominator: 1n << BigInt(power),
  })),
  fc.string({ unit: 'binary' }).map((value): PyValue => ({ type: 'str', value })),
  fc.uint8Array().map((value): PyValue => ({ type: 'bytes', value })),
  fc
    .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.constantFrom(-2n, -1n, 1n, 3n))
    .map(([start, stop, step]): PyValue => ({ type: 'range', start: BigInt(start), stop: BigInt(stop), step })),
)

/** Keys are strings, all different. */
const entriesOf = (value: fc.Arbitrary<PyValue>): fc.Arbitrary<Entries> =>
  fc
    .dictionary(fc.string({ maxLength: 3 }), value, { maxKeys: 3 })
    .map((record) => Object.entries(record).map(([key, item]) => [{ type: 'str', value: key }, item] as const))

/** Any value that Python could have, without NaN. */
export const anyValue: fc.Arbitrary<PyValue> = fc.letrec<{ value: PyValue; key: PyValue }>((tie) => {
  const items = fc.array(tie('value'), { maxLength: 4 })
  const members = fc.array(tie('key'), { maxLength: 1 })
  return {
    key: fc.oneof(
      { depthSize: 'small' },
      anyLeaf,
      fc.array(tie('key'), { maxLength: 3 }).map((of): PyValue => ({ type: 'tuple', items: of })),
      members.map((of): PyValue => ({ type: 'frozenset', items: of })),
    ),
    value: fc.oneof(
      { depthSize: 'small' },
      anyLeaf,
      fc.uint8Array().map((value): PyValue => ({ type: 'bytearray', value })),
      items.map((of): PyValue => ({ type: 'list', items: of })),
      items.map((of): PyValue => ({ type: 'tuple', items: of })),
      items.map((of): PyValue => ({ type: 'deque', items: of })),
      members.map((of): PyValue => ({ type: 'set', items: of })),
      members.map((of): PyValue => ({ type: 'frozenset', items: of })),
      entriesOf(tie('value')).map((entries): PyValue => ({ type: 'dict', entries })),
      entriesOf(anyLeaf).map((entries): PyValue => ({ type: 'counter', entries })),
      entriesOf(tie('value')).map((entries): PyValue => ({ type: 'ordered-dict', entries })),
    ),
  }
}).value
