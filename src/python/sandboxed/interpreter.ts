import { takeFunctions, type CData, type CFunctions, type PythonModule } from './python-module'

const encoder = new TextEncoder()
/** Bytes for arguments of C calls that want pointers to numbers. */
const SCRATCH_BYTES = 64
/** Inputs up to this size go through one buffer; larger ones get memory of their own. */
const INPUT_BYTES = 65_536

/** In a 32-bit CPython of one thread every object starts with its count of references, then its type. */
const TYPE_OFFSET = 4

/**
 * Python by pointers. C functions are taken once, so that a program that got at Emscripten's module cannot put others
 * in their place. Made before the clean slate is taken: its buffers and texts are part of that memory.
 */
export class Interpreter {
  readonly c: CFunctions & CData
  /** Room for a few 32-bit numbers. */
  readonly scratch: number
  private readonly input: number
  private readonly texts = new Map<string, number>()
  private words: Uint32Array

  constructor(private readonly module: PythonModule) {
    this.c = takeFunctions(module)
    this.words = module.HEAPU32
    this.scratch = this.allocate(SCRATCH_BYTES)
    this.input = this.allocate(INPUT_BYTES)
    if (this.typeOf(this.typeOf(this.c.__Py_NoneStruct)) === 0)
      throw new Error("Objects do not lie in memory as this version of Python's do.")
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.module.HEAPU8
  }

  word(pointer: number): number {
    // A view is empty after the memory has grown.
    if (this.words.length === 0) this.words = this.module.HEAPU32
    return this.words[pointer >>> 2] ?? 0
  }

  setWord(pointer: number, value: number): void {
    if (this.words.length === 0) this.words = this.module.HEAPU32
    this.words[pointer >>> 2] = value
  }

  /** The true type, whatever `__class__` says. */
  typeOf(object: number): number {
    return this.word(object + TYPE_OFFSET)
  }

  typeName(type: number): string {
    const name = this.c._PyType_GetName(type)
    const text = this.readText(name)
    this.c._Py_DecRef(name)
    return text
  }

  /** Of a `str`; '?' where it is no text that UTF-8 can hold. */
  readText(text: number, maximumBytes = 300): string {
    const utf8 = text === 0 ? 0 : this.c._PyUnicode_AsUTF8(text)
    if (utf8 !== 0) return this.module.UTF8ToString(utf8, maximumBytes)
    this.c._PyErr_Clear()
    return '?'
  }

  /** A constant text of C. Call for each before the clean slate is taken. */
  text(text: string): number {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    const pointer = this.newText(text)
    this.texts.set(text, pointer)
    return pointer
  }

  /** A text of C that lives until the clean slate is restored. */
  newText(text: string): number {
    const bytes = encoder.encode(`${text}\0`)
    const pointer = this.allocate(bytes.length)
    this.module.HEAPU8.set(bytes, pointer)
    return pointer
  }

  /** A new object from marshalled bytes, or 0 with the error set. */
  unmarshal(bytes: Uint8Array): number {
    const own = bytes.length > INPUT_BYTES ? this.allocate(bytes.length) : 0
    const pointer = own === 0 ? this.input : own
    this.module.HEAPU8.set(bytes, pointer)
    const object = this.c._PyMarshal_ReadObjectFromString(pointer, bytes.length)
    if (own !== 0) this.c._free(own)
    return object
  }

  /** An attribute of a module or of a type, for good. */
  lookUp(module: string, ...names: readonly string[]): number {
    let object = this.c._PyImport_ImportModule(this.newText(module))
    for (const name of names) if (object !== 0) object = this.c._PyObject_GetAttrString(object, this.newText(name))
    if (object === 0) throw new Error(`This Python has no ${[module, ...names].join('.')}.`)
    return object
  }

  /** Calls one of Python's own C functions with one argument: a new reference, or 0 with the error set. */
  call(callable: number, argument: number): number {
    const { c } = this
    const positional = c._PyTuple_New(1)
    if (positional === 0) return 0
    c._Py_IncRef(argument)
    c._PyTuple_SetItem(positional, 0, argument)
    const result = c._PyObject_Call(callable, positional, 0)
    c._Py_DecRef(positional)
    return result
  }

  private allocate(bytes: number): number {
    const pointer = this.c._malloc(Math.max(1, bytes))
    if (pointer === 0) throw new Error('No memory is left for the input.')
    return pointer
  }
}
