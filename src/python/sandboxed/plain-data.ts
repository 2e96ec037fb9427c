/**
 * Answers may legitimately be a Counter, an OrderedDict or a defaultdict: these, known by the identity of their types
 * from before the program ran, become plain dicts by C calls that run no method of theirs. All other types stay foreign.
 */
import type { PythonModule } from './python-module'

const MAXIMUM_DEPTH = 100

export class PlainData {
  private readonly dictTypes: ReadonlySet<number>
  private readonly listType: number
  private readonly tupleType: number

  constructor(private readonly python: PythonModule) {
    const collections = python._PyImport_ImportModule(this.text('collections'))
    const named = ['Counter', 'OrderedDict', 'defaultdict'].map((name) =>
      python._PyObject_GetAttrString(collections, this.text(name)),
    )
    this.dictTypes = new Set([python._PyObject_Type(python._PyDict_New()), ...named])
    this.listType = python._PyObject_Type(python._PyList_New(0))
    this.tupleType = python._PyObject_Type(python._PyTuple_New(0))
  }

  /** A new reference to the value with those dicts made plain. What holds anything else keeps it. */
  convert(value: number, depth = 0): number {
    const { python } = this
    const type = python._PyObject_Type(value)
    if (depth <= MAXIMUM_DEPTH) {
      if (this.dictTypes.has(type)) return this.dict(value, depth)
      if (type === this.listType) return this.list(value, depth)
      if (type === this.tupleType) return this.tuple(value, depth)
    }
    python._Py_IncRef(value)
    return value
  }

  private dict(value: number, depth: number): number {
    const { python } = this
    const plain = python._PyDict_New()
    const items = python._PyDict_Items(value)
    for (let index = 0; index < python._PyList_Size(items); index += 1) {
      const item = python._PyList_GetItem(items, index)
      const converted = this.convert(python._PyTuple_GetItem(item, 1), depth + 1)
      python._PyDict_SetItem(plain, python._PyTuple_GetItem(item, 0), converted)
      python._Py_DecRef(converted)
    }
    return plain
  }

  private list(value: number, depth: number): number {
    const { python } = this
    const size = python._PyList_Size(value)
    const plain = python._PyList_New(size)
    for (let index = 0; index < size; index += 1) {
      python._PyList_SetItem(plain, index, this.convert(python._PyList_GetItem(value, index), depth + 1))
    }
    return plain
  }

  private tuple(value: number, depth: number): number {
    const { python } = this
    const size = python._PyTuple_Size(value)
    const plain = python._PyTuple_New(size)
    for (let index = 0; index < size; index += 1) {
      python._PyTuple_SetItem(plain, index, this.convert(python._PyTuple_GetItem(value, index), depth + 1))
    }
    return plain
  }

  private text(text: string): number {
    const bytes = new TextEncoder().encode(`${text}\0`)
    const pointer = this.python._malloc(bytes.length)
    this.python.HEAPU8.set(bytes, pointer)
    return pointer
  }
}
