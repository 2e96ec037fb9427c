/** The parts of Pyodide and of CPython's C interface that the worker uses. Pointers are numbers; 0 is NULL. */

export interface PythonModule {
  /** A new view after every growth: never keep it. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>
  readonly FS: EmscriptenFileSystem
  stackSave(): number
  stackRestore(pointer: number): void
  UTF8ToString(pointer: number, maximumBytes?: number): string
  _malloc(bytes: number): number
  _free(pointer: number): void
  _Py_CompileStringExFlags(source: number, file: number, start: number, flags: number, optimize: number): number
  _PyEval_EvalCode(code: number, globals: number, locals: number): number
  _PyEval_GetBuiltins(): number
  _PyDict_New(): number
  _PyDict_SetItemString(dict: number, key: number, value: number): number
  _PyDict_GetItemString(dict: number, key: number): number
  _PyImport_GetModuleDict(): number
  _PyImport_ImportModule(name: number): number
  _PyObject_GetAttrString(object: number, name: number): number
  _PyMarshal_ReadObjectFromString(bytes: number, length: number): number
  _PyMarshal_WriteObjectToString(object: number, version: number): number
  _PyObject_Call(callable: number, positional: number, keywords: number): number
  _PyObject_Type(object: number): number
  _PyType_GetName(type: number): number
  _PyUnicode_AsUTF8(text: number): number
  _PyBytes_Size(bytes: number): number
  _PyBytes_AsString(bytes: number): number
  _PyErr_GetRaisedException(): number
  _PyErr_Clear(): void
  _PyException_GetArgs(exception: number): number
  _PyTuple_Size(tuple: number): number
  _PyTuple_GetItem(tuple: number, index: number): number
  _PyDict_Items(dict: number): number
  _PyDict_SetItem(dict: number, key: number, value: number): number
  _PyList_New(size: number): number
  _PyList_Size(list: number): number
  _PyList_GetItem(list: number, index: number): number
  /** Takes over the reference to the item. */
  _PyList_SetItem(list: number, index: number, item: number): number
  _PyTuple_New(size: number): number
  /** Takes over the reference to the item. */
  _PyTuple_SetItem(tuple: number, index: number, item: number): number
  _Py_IncRef(object: number): void
  _Py_DecRef(object: number): void
}

export interface FileSystemNode {
  mode: number
  mounted?: { root: FileSystemNode } | null
  contents?: Uint8Array | number[] | Record<string, FileSystemNode> | null
  [field: string]: unknown
}

export interface EmscriptenFileSystem {
  root: FileSystemNode
  streams: (object | null | undefined)[]
  nameTable: unknown[]
  currentPath: string
  filesystems: {
    MEMFS: {
      expandFileStorage(node: FileSystemNode, capacity: number): void
      resizeFileStorage(node: FileSystemNode, size: number): void
    }
  }
  ErrnoError: new (errno: number) => Error
  isDir(mode: number): boolean
}

export interface Pyodide {
  readonly version: string
  readonly _module: PythonModule
  runPython(source: string): unknown
  makeMemorySnapshot(): Uint8Array<ArrayBuffer>
  setInterruptBuffer(buffer: { 0: number }): void
  setStdin(options: { stdin: () => null }): void
  setStdout(options: { write: (bytes: Uint8Array) => number }): void
  setStderr(options: { write: (bytes: Uint8Array) => number }): void
}
