/**
 * Runs a program and calls its entry point through CPython's C interface. There is no Python code of ours around the
 * program that it could find or patch: arguments go in and values come out as marshalled bytes, and nothing here judges.
 */
import type { LoadOutcome, RaisedException, TestOutcome } from '../../core/judge/outcome'
import { hasLoneSurrogate } from '../../core/judge/surrogates'
import type { RunRequest, WorkerReply } from '../protocol'
import type { Deadline } from './deadline'
import { PlainData } from './plain-data'
import type { PythonModule } from './python-module'

const FILE_INPUT = 257
/** PyCF_SOURCE_IS_UTF8 | PyCF_IGNORE_COOKIE: a coding line in the source changes nothing. */
const COMPILE_FLAGS = 0x100 | 0x800
const FEATURE_VERSION = 14
const MARSHAL_VERSION = 2
const MESSAGE_BYTES = 300

const encoder = new TextEncoder()

export class Harness {
  private readonly stringType: number
  private readonly plainData: PlainData

  constructor(
    private readonly python: PythonModule,
    private readonly deadline: Deadline,
    private readonly valueBytes: number,
  ) {
    const sample = python._PyType_GetName(python._PyObject_Type(python._PyEval_GetBuiltins()))
    this.stringType = python._PyObject_Type(sample)
    this.plainData = new PlainData(python)
  }

  /** False when the interpreter died. Sends `loaded`, then a `test` for each input until one does not come back. */
  run(request: RunRequest, send: (reply: WorkerReply) => void): boolean {
    const { run } = request
    const began = performance.now()
    let callable = 0
    const loaded = this.guarded(request.loadLimit, 'deadline', (): LoadOutcome => {
      const { outcome, entry } = this.load(request.source, request.entryPoint)
      callable = entry
      return outcome
    })
    send({ kind: 'loaded', run, outcome: loaded })
    if (loaded.type !== 'loaded') return loaded.type !== 'crash'
    for (const [index, end] of request.ends.entries()) {
      const input = new Uint8Array(request.inputs, request.ends[index - 1] ?? 0, end - (request.ends[index - 1] ?? 0))
      const limit = request.limits[index] ?? 0
      const left = request.totalLimit - (performance.now() - began)
      const start = performance.now()
      const outcome = this.guarded(Math.min(limit, left), left < limit ? 'total' : 'deadline', () =>
        this.call(callable, input),
      )
      send({ kind: 'tests', run, first: index, outcomes: [outcome], times: [performance.now() - start] })
      if (outcome.type === 'crash') return false
      if (outcome.type === 'timeout') return true
    }
    return true
  }

  /** Stops the work at its limit, and turns whatever the platform throws into an outcome. */
  private guarded<T extends LoadOutcome | TestOutcome>(
    limit: number,
    by: 'deadline' | 'total',
    work: () => T,
  ): T | { type: 'timeout'; by: 'deadline' | 'total' } | Extract<TestOutcome, { type: 'crash' }> {
    this.deadline.set(limit)
    try {
      const outcome = work()
      // Whatever the program made of the interrupt, it did not finish in time.
      return this.deadline.clear() ? { type: 'timeout', by } : outcome
    } catch (thrown) {
      this.deadline.clear()
      return describeCrash(thrown)
    }
  }

  private load(source: string, entryPoint: string): { outcome: LoadOutcome; entry: number } {
    const { python } = this
    // The C interface would stop reading at a NUL; CPython's exec refuses such sources.
    if (source.includes('\0'))
      return fail({ type: 'syntax', message: 'source code string cannot contain null bytes', line: null })
    if (hasLoneSurrogate(source))
      return fail({ type: 'syntax', message: 'source code cannot contain lone surrogates', line: null })
    const flags = python._malloc(8)
    new DataView(python.HEAPU8.buffer).setInt32(flags, COMPILE_FLAGS, true)
    new DataView(python.HEAPU8.buffer).setInt32(flags + 4, FEATURE_VERSION, true)
    const code = python._Py_CompileStringExFlags(this.text(source), this.text('<program>'), FILE_INPUT, flags, 0)
    if (code === 0) {
      const raised = this.raised()
      if (raised.name === 'MemoryError') return fail(raised)
      return fail({ type: 'syntax', message: `${raised.name}: ${raised.message}`, line: null })
    }
    const globals = python._PyDict_New()
    python._PyDict_SetItemString(globals, this.text('__builtins__'), python._PyEval_GetBuiltins())
    if (python._PyEval_EvalCode(code, globals, globals) === 0) return fail(this.raised())
    const entry = python._PyDict_GetItemString(globals, this.text(entryPoint))
    if (entry === 0) return fail({ type: 'no-entry-point' })
    return { outcome: { type: 'loaded' }, entry }
  }

  private call(callable: number, input: Uint8Array): TestOutcome {
    const { python } = this
    const pointer = this.bytes(input)
    const positional = python._PyMarshal_ReadObjectFromString(pointer, input.length)
    python._free(pointer)
    if (positional === 0) return this.raised()
    const value = python._PyObject_Call(callable, positional, 0)
    if (typeof value !== 'number') throw new Error('The interpreter no longer answers.')
    const outcome = value === 0 ? this.raised() : this.carryOut(value)
    if (value !== 0) python._Py_DecRef(value)
    python._Py_DecRef(positional)
    return outcome
  }

  private carryOut(value: number): TestOutcome {
    const { python } = this
    let marshalled = python._PyMarshal_WriteObjectToString(value, MARSHAL_VERSION)
    if (marshalled === 0) {
      const raised = this.raised()
      if (raised.name === 'MemoryError') return raised
      const plain = this.plainData.convert(value)
      python._PyErr_Clear()
      marshalled = python._PyMarshal_WriteObjectToString(plain, MARSHAL_VERSION)
      python._Py_DecRef(plain)
    }
    if (marshalled === 0) {
      const raised = this.raised()
      return raised.name === 'MemoryError' ? raised : { type: 'not-data', name: this.typeName(value) }
    }
    const size = python._PyBytes_Size(marshalled)
    if (size > this.valueBytes) return { type: 'too-large', bytes: size }
    const start = python._PyBytes_AsString(marshalled)
    const bytes = python.HEAPU8.slice(start, start + size)
    python._Py_DecRef(marshalled)
    return { type: 'value', bytes }
  }

  /** Takes the exception away and describes it without running any of the program's code. */
  private raised(): RaisedException {
    const { python } = this
    const exception = python._PyErr_GetRaisedException()
    if (exception === 0)
      return { type: 'exception', name: 'SystemError', message: 'an error without an exception', trace: [] }
    const name = this.typeName(exception)
    const parts = python._PyException_GetArgs(exception)
    const first = parts !== 0 && python._PyTuple_Size(parts) > 0 ? python._PyTuple_GetItem(parts, 0) : 0
    const isText = first !== 0 && python._PyObject_Type(first) === this.stringType
    const message = isText ? this.readText(first) : ''
    python._Py_DecRef(exception)
    python._PyErr_Clear()
    return { type: 'exception', name, message, trace: [] }
  }

  private typeName(object: number): string {
    return this.readText(this.python._PyType_GetName(this.python._PyObject_Type(object)))
  }

  private readText(text: number): string {
    const utf8 = this.python._PyUnicode_AsUTF8(text)
    if (utf8 !== 0) return this.python.UTF8ToString(utf8, MESSAGE_BYTES)
    this.python._PyErr_Clear()
    return '?'
  }

  private text(text: string): number {
    return this.bytes(encoder.encode(`${text}\0`))
  }

  private bytes(bytes: Uint8Array): number {
    const pointer = this.python._malloc(Math.max(1, bytes.length))
    if (pointer === 0) throw new Error('No memory is left for the input.')
    this.python.HEAPU8.set(bytes, pointer)
    return pointer
  }
}

function fail(outcome: LoadOutcome): { outcome: LoadOutcome; entry: number } {
  return { outcome, entry: 0 }
}

function describeCrash(thrown: unknown): Extract<TestOutcome, { type: 'crash' }> {
  const message = (
    thrown instanceof Error ? thrown.message : String((thrown as { message?: unknown } | null)?.message ?? thrown)
  ).slice(0, 300)
  if (thrown instanceof RangeError && /call stack/i.test(message)) return { type: 'crash', reason: 'stack', message }
  const isExit =
    typeof thrown === 'object' &&
    thrown !== null &&
    ('status' in thrown || 'exitCode' in thrown || /exit\(/.test(message))
  return { type: 'crash', reason: isExit ? 'exit' : 'fatal', message }
}
