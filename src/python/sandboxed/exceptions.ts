import type { RaisedException, TraceLine } from '../../core/judge/outcome'
import type { Interpreter } from './interpreter'

/** The name that the program is compiled under. */
export const PROGRAM_FILE = '<program>'

const KEPT_AT_EACH_END = 10
/** Frames looked at from each end; a recursion may leave a million. */
const EXAMINED_AT_EACH_END = 2000
const MAXIMUM_FRAMES = 2_000_000
/** Where a traceback keeps the next one and its frame, in bytes from its start. */
const NEXT_TRACEBACK = 8
const FRAME_OF_TRACEBACK = 12

export interface Raised {
  readonly exception: RaisedException
  /** True where the source does not compile: one of Python's own three classes for that. */
  readonly isSyntax: boolean
  /** Of those: the line that it names, from 1. */
  readonly line: number | null
}

/** Describes what was raised without running any code of the program: no `str()`, no attribute of its classes. */
export class Exceptions {
  private readonly syntaxTypes: ReadonlySet<number>

  constructor(private readonly python: Interpreter) {
    const { c } = python
    this.syntaxTypes = new Set(
      [c._PyExc_SyntaxError, c._PyExc_IndentationError, c._PyExc_TabError].map((place) => python.word(place)),
    )
    for (const name of ['lineno', 'tb_lineno', 'co_filename', 'co_name']) python.text(name)
  }

  /** Takes the exception away. */
  take(): Raised {
    const { c } = this.python
    const exception = c._PyErr_GetRaisedException()
    if (exception === 0) {
      const nothing = { type: 'exception', name: 'SystemError', message: 'an error without an exception' } as const
      return { exception: { ...nothing, trace: [] }, isSyntax: false, line: null }
    }
    const type = this.python.typeOf(exception)
    const isSyntax = this.syntaxTypes.has(type)
    const raised: Raised = {
      exception: {
        type: 'exception',
        name: this.python.typeName(type),
        message: this.message(exception),
        trace: this.trace(exception),
      },
      isSyntax,
      line: isSyntax ? this.lineOf(exception) : null,
    }
    c._Py_DecRef(exception)
    c._PyErr_Clear()
    return raised
  }

  private message(exception: number): string {
    const { c } = this.python
    const parts = c._PyException_GetArgs(exception)
    if (parts === 0) return ''
    const first = c._PyTuple_Size(parts) > 0 ? c._PyTuple_GetItem(parts, 0) : 0
    const isText = first !== 0 && this.python.typeOf(first) === c._PyUnicode_Type
    const message = isText ? this.python.readText(first) : ''
    c._Py_DecRef(parts)
    return message
  }

  private lineOf(exception: number): number | null {
    const line = this.integerAttribute(exception, 'lineno')
    return line !== null && line > 0 ? line : null
  }

  private trace(exception: number): readonly TraceLine[] {
    const { c } = this.python
    const first = c._PyException_GetTraceback(exception)
    const tracebacks: number[] = []
    for (let at = first; at !== 0 && tracebacks.length < MAXIMUM_FRAMES; at = this.python.word(at + NEXT_TRACEBACK)) {
      if (this.python.typeOf(at) !== c._PyTraceBack_Type) break
      tracebacks.push(at)
    }
    const start: TraceLine[] = []
    let position = 0
    for (; position < Math.min(tracebacks.length, EXAMINED_AT_EACH_END); position += 1) {
      if (start.length === KEPT_AT_EACH_END) break
      const line = this.traceLine(tracebacks[position] ?? 0)
      if (line !== null) start.push(line)
    }
    const end: TraceLine[] = []
    const lowest = Math.max(position, tracebacks.length - EXAMINED_AT_EACH_END)
    for (let from = tracebacks.length - 1; from >= lowest && end.length < KEPT_AT_EACH_END; from -= 1) {
      const line = this.traceLine(tracebacks[from] ?? 0)
      if (line !== null) end.push(line)
    }
    if (first !== 0) c._Py_DecRef(first)
    return [...start, ...end.reverse()]
  }

  /** Null for frames of the library. */
  private traceLine(traceback: number): TraceLine | null {
    const { c } = this.python
    const frame = this.python.word(traceback + FRAME_OF_TRACEBACK)
    if (frame === 0 || this.python.typeOf(frame) !== c._PyFrame_Type) return null
    const code = c._PyFrame_GetCode(frame)
    if (code === 0) return null
    const isOurs =
      this.python.typeOf(code) === c._PyCode_Type && this.textAttribute(code, 'co_filename') === PROGRAM_FILE
    const line = isOurs ? this.integerAttribute(traceback, 'tb_lineno') : null
    const name = line === null ? '' : this.textAttribute(code, 'co_name')
    c._Py_DecRef(code)
    return line === null ? null : { line, name }
  }

  /** Of an object whose type is CPython's own. */
  private textAttribute(object: number, name: string): string {
    const { c } = this.python
    const text = c._PyObject_GetAttrString(object, this.python.text(name))
    if (text === 0) return this.python.readText(0)
    const read = this.python.typeOf(text) === c._PyUnicode_Type ? this.python.readText(text, 100) : '?'
    c._Py_DecRef(text)
    return read
  }

  private integerAttribute(object: number, name: string): number | null {
    const { c } = this.python
    const integer = c._PyObject_GetAttrString(object, this.python.text(name))
    const isExact = integer !== 0 && this.python.typeOf(integer) === c._PyLong_Type
    const value = isExact ? c._PyLong_AsInt(integer) : null
    c._PyErr_Clear()
    if (integer !== 0) c._Py_DecRef(integer)
    return value
  }
}
