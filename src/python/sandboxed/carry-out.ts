/**
 * Carries a value out as data: marshal's format (version 2, CPython's Python/marshal.c) with tags of our own for what
 * marshal does not know. The walk reads objects by C calls that run no code of the program, and asks true types only.
 *
 * Own tags: D deque (int32 count, items); C Counter and O OrderedDict (keys and values, ended by 0); R range (three
 * integers); B bytearray (int32 size, bytes); Q exact fractions.Fraction and finite decimal.Decimal (two integers).
 */
import type { TestOutcome } from '../../core/judge/outcome'
import type { Deadline } from './deadline'
import type { Interpreter } from './interpreter'
import { KnownTypes, type Kind } from './known-types'
import { TooLarge, type ValueWriter } from './value-writer'

/** Deeper values, and those that contain themselves, are not data. */
const MAXIMUM_DEPTH = 500
const MAXIMUM_KEY_DEPTH = 20
const NODES_BETWEEN_CLOCKS = 4096
/** Decimal exponents beyond this would make integers of that many digits. */
const MAXIMUM_EXPONENT = 20_000
const MARSHAL_VERSION = 2

const NONE = 0x4e
const TRUE = 0x54
const FALSE = 0x46
const INT = 0x69
const FLOAT = 0x67
const COMPLEX = 0x79
const TEXT = 0x75
const BYTES = 0x73
const BYTEARRAY = 0x42
const LIST = 0x5b
const TUPLE = 0x28
const SET = 0x3c
const FROZENSET = 0x3e
const DICT = 0x7b
const COUNTER = 0x43
const ORDERED_DICT = 0x4f
const DEQUE = 0x44
const RANGE = 0x52
const RATIONAL = 0x51
const END = 0x30

/** Where range and Fraction keep their integers, in bytes from the object's start. */
const RANGE_PARTS = [8, 12, 16]
const FRACTION_PARTS = [12, 8]

/** Thrown out of the walk: what the value is instead of data. */
class Refusal {
  constructor(readonly outcome: TestOutcome) {}
}

export class CarryOut {
  private readonly types: KnownTypes
  private readonly none: number
  private readonly true: number
  private readonly false: number
  /** Methods by which C walks what has no C function of its own, from before any program. */
  private readonly dequeIterator: number
  private readonly orderedDictIterator: number
  private readonly decimalIsFinite: number
  private readonly decimalExponent: number
  private readonly decimalRatio: number
  private nodes = 0
  /** Above 0 within what Python finds by its hash: members of sets, and keys. */
  private hashed = 0

  constructor(
    private readonly python: Interpreter,
    private readonly writer: ValueWriter,
    private readonly deadline: Deadline,
    private readonly raised: () => TestOutcome,
  ) {
    this.types = new KnownTypes(python)
    this.none = python.c.__Py_NoneStruct
    this.true = python.c.__Py_TrueStruct
    this.false = python.c.__Py_FalseStruct
    this.dequeIterator = python.lookUp('collections', 'deque', '__iter__')
    this.orderedDictIterator = python.lookUp('collections', 'OrderedDict', '__iter__')
    this.decimalIsFinite = python.lookUp('decimal', 'Decimal', 'is_finite')
    this.decimalExponent = python.lookUp('decimal', 'Decimal', 'adjusted')
    this.decimalRatio = python.lookUp('decimal', 'Decimal', 'as_integer_ratio')
    python.text('utf-8')
    python.text('surrogatepass')
  }

  /** The whole value. */
  value(value: number): TestOutcome {
    this.writer.clear()
    this.nodes = 0
    this.hashed = 0
    try {
      this.walk(value, 0)
    } catch (problem) {
      if (problem instanceof TooLarge) return { type: 'too-large', bytes: problem.bytes }
      if (problem instanceof Refusal) return problem.outcome
      throw problem
    }
    return { type: 'value', bytes: this.writer.copy() }
  }

  /** Whether it is anything but None; of the value itself nothing but a plain bool. */
  notNone(value: number): TestOutcome {
    const answer = value !== this.none && value !== this.false
    return { type: 'value', bytes: Uint8Array.of(answer ? TRUE : FALSE) }
  }

  private walk(value: number, depth: number): void {
    const { writer } = this
    this.nodes += 1
    if (this.nodes % NODES_BETWEEN_CLOCKS === 0 && this.deadline.passed())
      throw new Refusal({ type: 'timeout', by: 'deadline' })
    if (value === this.none) return writer.tag(NONE)
    if (value === this.true) return writer.tag(TRUE)
    if (value === this.false) return writer.tag(FALSE)
    const type = this.python.typeOf(value)
    const kind = this.types.kindOf(type)
    if (kind === null || depth > MAXIMUM_DEPTH) throw this.notData(type)
    if (this.hashed > 0 && this.types.hashesOtherwise(type)) throw this.notData(type)
    this.write(kind, value, type, depth)
  }

  /** With a hash of its own it would be equal here to what Python does not find. */
  private walkHashed(value: number, depth: number): void {
    this.hashed += 1
    this.walk(value, depth)
    this.hashed -= 1
  }

  private write(kind: Kind, value: number, type: number, depth: number): void {
    const { writer } = this
    const { c } = this.python
    switch (kind) {
      case 'int':
        return this.integer(value)
      case 'float':
        writer.tag(FLOAT)
        return writer.float64(c._PyFloat_AsDouble(value))
      case 'complex':
        writer.tag(COMPLEX)
        writer.float64(c._PyComplex_RealAsDouble(value))
        return writer.float64(c._PyComplex_ImagAsDouble(value))
      case 'str':
        return this.text(value)
      case 'bytes':
        return this.sized(BYTES, c._PyBytes_AsString(value), c._PyBytes_Size(value))
      case 'bytearray':
        return this.sized(BYTEARRAY, c._PyByteArray_AsString(value), c._PyByteArray_Size(value))
      case 'list':
        return this.list(value, depth)
      case 'tuple':
        return this.tuple(value, depth)
      case 'set':
        return this.set(SET, value, depth)
      case 'frozenset':
        return this.set(FROZENSET, value, depth)
      case 'dict':
        return this.dict(DICT, value, depth)
      case 'counter':
        return this.dict(COUNTER, value, depth)
      case 'ordered-dict':
        return this.orderedDict(value, type, depth)
      case 'deque':
        return this.deque(value, depth)
      case 'range':
        writer.tag(RANGE)
        return this.integersAt(value, RANGE_PARTS, type)
      case 'fraction':
        writer.tag(RATIONAL)
        return this.integersAt(value, FRACTION_PARTS, type)
      case 'decimal':
        return this.decimal(value, type, depth)
    }
  }

  private integer(value: number): void {
    const { c } = this.python
    const small = c._PyLong_AsInt(value)
    if (small !== -1 || c._PyErr_Occurred() === 0) {
      this.writer.tag(INT)
      return this.writer.int32(small)
    }
    c._PyErr_Clear()
    // An exact int, since marshal knows no subclass.
    const exact = this.owned(c.__PyLong_Copy(value))
    const marshalled = this.owned(c._PyMarshal_WriteObjectToString(exact, MARSHAL_VERSION))
    this.writer.raw(this.python.bytes, c._PyBytes_AsString(marshalled), c._PyBytes_Size(marshalled))
    c._Py_DecRef(marshalled)
    c._Py_DecRef(exact)
  }

  private text(value: number): void {
    const { c, scratch } = this.python
    // Before C makes the UTF-8 of it, which may be larger still.
    this.writer.expect(c._PyUnicode_GetLength(value))
    const utf8 = c._PyUnicode_AsUTF8AndSize(value, scratch)
    if (utf8 !== 0) return this.sized(TEXT, utf8, this.python.word(scratch))
    c._PyErr_Clear()
    const encoded = this.owned(
      c._PyUnicode_AsEncodedString(value, this.python.text('utf-8'), this.python.text('surrogatepass')),
    )
    this.sized(TEXT, c._PyBytes_AsString(encoded), c._PyBytes_Size(encoded))
    c._Py_DecRef(encoded)
  }

  private sized(tag: number, start: number, size: number): void {
    this.writer.tag(tag)
    this.writer.int32(size)
    this.writer.raw(this.python.bytes, start, size)
  }

  private list(value: number, depth: number): void {
    const { c } = this.python
    const size = c._PyList_Size(value)
    this.writer.tag(LIST)
    this.writer.int32(size)
    this.writer.expect(size)
    for (let index = 0; index < size; index += 1) this.walk(c._PyList_GetItem(value, index), depth + 1)
  }

  private tuple(value: number, depth: number): void {
    const { c } = this.python
    const size = c._PyTuple_Size(value)
    this.writer.tag(TUPLE)
    this.writer.int32(size)
    this.writer.expect(size)
    for (let index = 0; index < size; index += 1) this.walk(c._PyTuple_GetItem(value, index), depth + 1)
  }

  private set(tag: number, value: number, depth: number): void {
    const { python } = this
    const { scratch } = python
    this.writer.tag(tag)
    this.writer.int32(python.c._PySet_Size(value))
    for (let position = 0; ;) {
      python.setWord(scratch, position)
      if (python.c.__PySet_NextEntry(value, scratch, scratch + 4, scratch + 8) === 0) return
      position = python.word(scratch)
      this.walkHashed(python.word(scratch + 4), depth + 1)
    }
  }

  private dict(tag: number, value: number, depth: number): void {
    this.writer.tag(tag)
    this.eachEntry(value, (key, item) => {
      this.walkHashed(key, depth + 1)
      this.walk(item, depth + 1)
    })
    this.writer.tag(END)
  }

  private eachEntry(dict: number, visit: (key: number, item: number) => void): void {
    const { python } = this
    const { scratch } = python
    for (let position = 0; ;) {
      python.setWord(scratch, position)
      if (python.c._PyDict_Next(dict, scratch, scratch + 4, scratch + 8) === 0) return
      position = python.word(scratch)
      visit(python.word(scratch + 4), python.word(scratch + 8))
    }
  }

  /** Its order is not the underlying dict's. Its iterator looks keys up, so keys must hash without the program's help. */
  private orderedDict(value: number, type: number, depth: number): void {
    const { c } = this.python
    this.eachEntry(value, (key) => {
      if (!this.isPlainKey(key, 0)) throw this.notData(type)
    })
    this.writer.tag(ORDERED_DICT)
    this.eachOf(this.orderedDictIterator, value, (key) => {
      const item = c._PyDict_GetItemWithError(value, key)
      if (item === 0) throw this.notData(type)
      this.walkHashed(key, depth + 1)
      this.walk(item, depth + 1)
    })
    this.writer.tag(END)
  }

  private deque(value: number, depth: number): void {
    this.writer.tag(DEQUE)
    const place = this.writer.position
    this.writer.int32(0)
    let count = 0
    this.eachOf(this.dequeIterator, value, (item) => {
      count += 1
      this.walk(item, depth + 1)
    })
    this.writer.patchInt32(place, count)
  }

  private eachOf(iteratorOf: number, value: number, visit: (item: number) => void): void {
    const { c } = this.python
    const iterator = this.owned(this.python.call(iteratorOf, value))
    for (;;) {
      const item = c._PyIter_Next(iterator)
      if (item === 0) break
      visit(item)
      c._Py_DecRef(item)
    }
    if (c._PyErr_Occurred() !== 0) throw new Refusal(this.raised())
    c._Py_DecRef(iterator)
  }

  private isPlainKey(key: number, depth: number): boolean {
    if (key === this.none || key === this.true || key === this.false) return true
    const { c } = this.python
    const type = this.python.typeOf(key)
    const kind = this.types.kindOf(type)
    if (kind === null || depth > MAXIMUM_KEY_DEPTH || !this.types.hashesAsKnown(type)) return false
    if (kind !== 'tuple') return kind !== 'frozenset'
    for (let index = 0; index < c._PyTuple_Size(key); index += 1) {
      if (!this.isPlainKey(c._PyTuple_GetItem(key, index), depth + 1)) return false
    }
    return true
  }

  private integersAt(value: number, offsets: readonly number[], type: number): void {
    for (const offset of offsets) {
      const part = this.python.word(value + offset)
      if (part === 0 || this.python.typeOf(part) !== this.python.c._PyLong_Type) throw this.notData(type)
      this.integer(part)
    }
  }

  private decimal(value: number, type: number, depth: number): void {
    const { c } = this.python
    if (this.python.call(this.decimalIsFinite, value) !== this.true) {
      const float = c._PyFloat_AsDouble(value)
      if (c._PyErr_Occurred() !== 0) {
        c._PyErr_Clear()
        throw this.notData(type)
      }
      this.writer.tag(FLOAT)
      return this.writer.float64(float)
    }
    const adjusted = this.owned(this.python.call(this.decimalExponent, value))
    const exponent = Math.abs(c._PyLong_AsInt(adjusted))
    if (exponent > MAXIMUM_EXPONENT) throw new TooLarge(exponent)
    const ratio = this.owned(this.python.call(this.decimalRatio, value))
    this.writer.tag(RATIONAL)
    for (const index of [0, 1]) this.walk(c._PyTuple_GetItem(ratio, index), depth + 1)
    c._Py_DecRef(adjusted)
    c._Py_DecRef(ratio)
  }

  private notData(type: number): Refusal {
    return new Refusal({ type: 'not-data', name: this.python.typeName(type) })
  }

  /** An object that C made; 0 where it could not, with the error set: memory has run out. */
  private owned(object: number): number {
    if (object === 0) throw new Refusal(this.raised())
    return object
  }
}
