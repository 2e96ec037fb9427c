/** The parts of Pyodide and of CPython's C interface that the worker uses. Pointers are numbers; 0 is NULL. */

/** Functions of C by the names Emscripten gives them. `New`: the caller owns a reference to the result. */
export interface CFunctions {
  _malloc(bytes: number): number
  _free(pointer: number): void
  _Py_CompileStringExFlags(source: number, file: number, start: number, flags: number, optimize: number): number
  _PyEval_EvalCode(code: number, globals: number, locals: number): number
  _PyEval_GetBuiltins(): number
  _PyImport_GetModuleDict(): number
  _PyImport_ImportModule(name: number): number
  /** New. Runs code of the program unless the object's type is one of CPython's own. */
  _PyObject_GetAttrString(object: number, name: number): number
  /** New. */
  _PyObject_Call(callable: number, positional: number, keywords: number): number
  _PyMarshal_ReadObjectFromString(bytes: number, length: number): number
  _PyMarshal_WriteObjectToString(object: number, version: number): number
  /** New. The `str` a class was made with. */
  _PyType_GetName(type: number): number
  _PyType_GetSlot(type: number, slot: number): number
  _PySys_GetObject(name: number): number
  _PyLong_AsInt(integer: number): number
  __PyLong_Copy(integer: number): number
  _PyFloat_AsDouble(float: number): number
  _PyComplex_RealAsDouble(complex: number): number
  _PyComplex_ImagAsDouble(complex: number): number
  _PyUnicode_GetLength(text: number): number
  _PyUnicode_AsUTF8(text: number): number
  _PyUnicode_AsUTF8AndSize(text: number, size: number): number
  _PyUnicode_AsEncodedString(text: number, encoding: number, errors: number): number
  _PyBytes_Size(bytes: number): number
  _PyBytes_AsString(bytes: number): number
  _PyByteArray_Size(bytes: number): number
  _PyByteArray_AsString(bytes: number): number
  _PyTuple_New(size: number): number
  _PyTuple_Size(tuple: number): number
  _PyTuple_GetItem(tuple: number, index: number): number
  /** Takes over the reference to the item. */
  _PyTuple_SetItem(tuple: number, index: number, item: number): number
  _PyList_Size(list: number): number
  _PyList_GetItem(list: number, index: number): number
  _PyDict_New(): number
  _PyDict_SetItemString(dict: number, key: number, value: number): number
  _PyDict_GetItemString(dict: number, key: number): number
  _PyDict_GetItemWithError(dict: number, key: number): number
  _PyDict_Next(dict: number, position: number, key: number, value: number): number
  _PySet_Size(set: number): number
  __PySet_NextEntry(set: number, position: number, key: number, hash: number): number
  _PyIter_Next(iterator: number): number
  _PyErr_Occurred(): number
  _PyErr_GetRaisedException(): number
  _PyErr_Clear(): void
  _PyException_GetArgs(exception: number): number
  _PyException_GetTraceback(exception: number): number
  _PyFrame_GetCode(frame: number): number
  _Py_IncRef(object: number): void
  _Py_DecRef(object: number): void
  stackSave(): number
  stackRestore(pointer: number): void
}

/** Addresses of objects, and of pointers to the types of exceptions. */
export interface CData {
  readonly __Py_NoneStruct: number
  readonly __Py_TrueStruct: number
  readonly __Py_FalseStruct: number
  readonly _PyLong_Type: number
  readonly _PyFloat_Type: number
  readonly _PyComplex_Type: number
  readonly _PyUnicode_Type: number
  readonly _PyBytes_Type: number
  readonly _PyByteArray_Type: number
  readonly _PyList_Type: number
  readonly _PyTuple_Type: number
  readonly _PyDict_Type: number
  readonly _PyODict_Type: number
  readonly _PySet_Type: number
  readonly _PyFrozenSet_Type: number
  readonly _PyRange_Type: number
  readonly _PyTraceBack_Type: number
  readonly _PyFrame_Type: number
  readonly _PyCode_Type: number
  readonly _PyExc_SyntaxError: number
  readonly _PyExc_IndentationError: number
  readonly _PyExc_TabError: number
}

/** Every name of them, for taking them off the module. */
const C_NAMES: Readonly<Record<keyof CFunctions | keyof CData, true>> = {
  _malloc: true,
  _free: true,
  _Py_CompileStringExFlags: true,
  _PyEval_EvalCode: true,
  _PyEval_GetBuiltins: true,
  _PyImport_GetModuleDict: true,
  _PyImport_ImportModule: true,
  _PyObject_GetAttrString: true,
  _PyObject_Call: true,
  _PyMarshal_ReadObjectFromString: true,
  _PyMarshal_WriteObjectToString: true,
  _PyType_GetName: true,
  _PyType_GetSlot: true,
  _PySys_GetObject: true,
  _PyLong_AsInt: true,
  __PyLong_Copy: true,
  _PyFloat_AsDouble: true,
  _PyComplex_RealAsDouble: true,
  _PyComplex_ImagAsDouble: true,
  _PyUnicode_GetLength: true,
  _PyUnicode_AsUTF8: true,
  _PyUnicode_AsUTF8AndSize: true,
  _PyUnicode_AsEncodedString: true,
  _PyBytes_Size: true,
  _PyBytes_AsString: true,
  _PyByteArray_Size: true,
  _PyByteArray_AsString: true,
  _PyTuple_New: true,
  _PyTuple_Size: true,
  _PyTuple_GetItem: true,
  _PyTuple_SetItem: true,
  _PyList_Size: true,
  _PyList_GetItem: true,
  _PyDict_New: true,
  _PyDict_SetItemString: true,
  _PyDict_GetItemString: true,
  _PyDict_GetItemWithError: true,
  _PyDict_Next: true,
  _PySet_Size: true,
  __PySet_NextEntry: true,
  _PyIter_Next: true,
  _PyErr_Occurred: true,
  _PyErr_GetRaisedException: true,
  _PyErr_Clear: true,
  _PyException_GetArgs: true,
  _PyException_GetTraceback: true,
  _PyFrame_GetCode: true,
  _Py_IncRef: true,
  _Py_DecRef: true,
  stackSave: true,
  stackRestore: true,
  __Py_NoneStruct: true,
  __Py_TrueStruct: true,
  __Py_FalseStruct: true,
  _PyLong_Type: true,
  _PyFloat_Type: true,
  _PyComplex_Type: true,
  _PyUnicode_Type: true,
  _PyBytes_Type: true,
  _PyByteArray_Type: true,
  _PyList_Type: true,
  _PyTuple_Type: true,
  _PyDict_Type: true,
  _PyODict_Type: true,
  _PySet_Type: true,
  _PyFrozenSet_Type: true,
  _PyRange_Type: true,
  _PyTraceBack_Type: true,
  _PyFrame_Type: true,
  _PyCode_Type: true,
  _PyExc_SyntaxError: true,
  _PyExc_IndentationError: true,
  _PyExc_TabError: true,
}

/** The functions as they are now, on an object that no program can reach. Throws where this Pyodide lacks one. */
export function takeFunctions(module: PythonModule): CFunctions & CData {
  const names = Object.keys(C_NAMES) as (keyof typeof C_NAMES)[]
  const missing = names.filter((name) => module[name] === undefined)
  if (missing.length > 0) throw new Error(`This Pyodide has no ${missing.join(', ')}.`)
  return Object.fromEntries(names.map((name) => [name, module[name]])) as unknown as CFunctions & CData
}

export interface PythonModule extends CFunctions, CData {
  /** New views after every growth; the old ones are empty then. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>
  readonly HEAPU32: Uint32Array<ArrayBuffer>
  readonly FS: EmscriptenFileSystem
  UTF8ToString(pointer: number, maximumBytes?: number): string
}

export interface FileSystemNode {
  mode: number
  mounted?: { root: FileSystemNode } | null
  contents?: Uint8Array | number[] | Record<string, FileSystemNode> | null
  /** Of a pipe: what waits in it. */
  pipe?: { buckets: unknown[] | null } | null
  [field: string]: unknown
}

export interface FileStream {
  node: FileSystemNode
  path?: string
  stream_ops: FileStreamOperations
}

export interface FileStreamOperations {
  write?: (
    stream: FileStream,
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
    own?: boolean,
  ) => number
  [operation: string]: unknown
}

export interface EmscriptenFileSystem {
  root: FileSystemNode
  streams: (object | null | undefined)[]
  nameTable: unknown[]
  currentPath: string
  nextInode: number
  filesystems: {
    MEMFS: {
      ops_table: { file: { stream: FileStreamOperations } }
      stream_ops: FileStreamOperations
      expandFileStorage(node: FileSystemNode, capacity: number): void
      resizeFileStorage(node: FileSystemNode, size: number): void
    }
  }
  ErrnoError: new (errno: number) => Error
  isDir(mode: number): boolean
  makedev(major: number, minor: number): number
  registerDevice(device: number, operations: object): void
  createNode(...details: unknown[]): FileSystemNode
  destroyNode(node: FileSystemNode): void
  createStream(stream: FileStream, fd?: number): FileStream
}

export interface Pyodide {
  readonly version: string
  readonly _module: PythonModule
  runPython(source: string): unknown
  runPythonAsync(source: string): Promise<unknown>
  makeMemorySnapshot(): Uint8Array<ArrayBuffer>
  setInterruptBuffer(buffer: { 0: number }): void
  setStdin(options: { error: true }): void
  setStdout(options: { write: (bytes: Uint8Array) => number }): void
  setStderr(options: { write: (bytes: Uint8Array) => number }): void
}
