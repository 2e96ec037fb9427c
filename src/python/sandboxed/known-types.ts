import type { Interpreter } from './interpreter'

/** Numbers of slots in CPython's stable interface (Include/typeslots.h). */
const TP_BASE = 48
const TP_HASH = 59
const TP_RICHCOMPARE = 67
/** Far more classes than any real hierarchy has on the way to its base. */
const MAXIMUM_BASES = 100

export type Kind =
  | 'int'
  | 'float'
  | 'complex'
  | 'str'
  | 'bytes'
  | 'bytearray'
  | 'list'
  | 'tuple'
  | 'dict'
  | 'ordered-dict'
  | 'counter'
  | 'set'
  | 'frozenset'
  | 'deque'
  | 'range'
  | 'fraction'
  | 'decimal'

/**
 * Which types are data, by their addresses from before any program ran: no name, no `__class__` and no patched module
 * is asked. A subclass counts as its base where the comparison in its slot is the base's very own function, which a
 * class with an `__eq__` of its own cannot have. bool and None are told by identity elsewhere.
 */
export class KnownTypes {
  private readonly kinds: ReadonlyMap<number, Kind>
  /** Types whose subclasses may count as data, with the addresses of their comparison and hash. */
  private readonly bases: ReadonlyMap<number, { readonly compare: number; readonly hash: number }>

  constructor(private readonly python: Interpreter) {
    const { c } = python
    const open: readonly (readonly [number, Kind])[] = [
      [c._PyLong_Type, 'int'],
      [c._PyFloat_Type, 'float'],
      [c._PyComplex_Type, 'complex'],
      [c._PyUnicode_Type, 'str'],
      [c._PyBytes_Type, 'bytes'],
      [c._PyByteArray_Type, 'bytearray'],
      [c._PyList_Type, 'list'],
      [c._PyTuple_Type, 'tuple'],
      [c._PyDict_Type, 'dict'],
      [c._PyODict_Type, 'ordered-dict'],
      [c._PySet_Type, 'set'],
      [c._PyFrozenSet_Type, 'frozenset'],
      [python.lookUp('collections', 'deque'), 'deque'],
    ]
    const exact: readonly (readonly [number, Kind])[] = [
      // Its comparison is a dict's, its content too.
      [python.lookUp('collections', 'defaultdict'), 'dict'],
      // Their comparisons are written in Python: a subclass's own could not be told from theirs.
      [python.lookUp('collections', 'Counter'), 'counter'],
      [python.lookUp('fractions', 'Fraction'), 'fraction'],
      [python.lookUp('decimal', 'Decimal'), 'decimal'],
      [c._PyRange_Type, 'range'],
    ]
    this.kinds = new Map([...open, ...exact])
    this.bases = new Map(
      open.map(([type]) => [
        type,
        { compare: c._PyType_GetSlot(type, TP_RICHCOMPARE), hash: c._PyType_GetSlot(type, TP_HASH) },
      ]),
    )
    if (Array.from(this.bases.values()).some(({ compare }) => compare === 0) || this.kinds.size !== 18)
      throw new Error("Types do not lie in memory as this version of Python's do.")
  }

  /** Null where instances of the type are not data. */
  kindOf(type: number): Kind | null {
    return this.kinds.get(type) ?? this.kindOfSubclass(type)
  }

  /** Whether it has a hash of its own, by which Python does not find it where it finds what equals it. */
  hashesOtherwise(type: number): boolean {
    return !this.kinds.has(type) && !this.hashesAsKnown(type)
  }

  /** Whether Python can look such an object up in a dict without running code of the program. */
  hashesAsKnown(type: number): boolean {
    const base = this.baseOf(type)
    return base !== 0 && this.python.c._PyType_GetSlot(type, TP_HASH) === this.bases.get(base)?.hash
  }

  private kindOfSubclass(type: number): Kind | null {
    const base = this.baseOf(type)
    if (base === 0) return null
    const isUntouched = this.python.c._PyType_GetSlot(type, TP_RICHCOMPARE) === this.bases.get(base)?.compare
    return isUntouched ? (this.kinds.get(base) ?? null) : null
  }

  /** The first known type on the way of the layouts, the type itself included; 0 where there is none. */
  private baseOf(type: number): number {
    let base = type
    for (let steps = 0; base !== 0 && steps < MAXIMUM_BASES; steps += 1) {
      if (this.bases.has(base)) return base
      base = this.python.c._PyType_GetSlot(base, TP_BASE)
    }
    return 0
  }
}
