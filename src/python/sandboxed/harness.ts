/**
 * Runs a program and calls its entry point through CPython's C interface. There is no Python code of ours around the
 * program that it could find or patch: arguments go in and values come out as bytes, and nothing here judges.
 */
import type { LoadOutcome, TestOutcome } from '../../core/judge/outcome'
import { hasLoneSurrogate } from '../../core/judge/surrogates'
import type { RunRequest, WorkerReply } from '../protocol'
import { CarryOut } from './carry-out'
import { describeCrash, type Crash } from './crash'
import type { Deadline } from './deadline'
import { Exceptions, PROGRAM_FILE } from './exceptions'
import type { Interpreter } from './interpreter'
import type { Output } from './output'
import { Replies } from './replies'
import { ValueWriter } from './value-writer'

const FILE_INPUT = 257
/** PyCF_SOURCE_IS_UTF8 | PyCF_IGNORE_COOKIE: a coding line in the source changes nothing. */
const COMPILE_FLAGS = 0x100 | 0x800
const FEATURE_VERSION = 14
const SOURCE_CHARACTERS = 1_000_000
const FLUSH_MILLISECONDS = 200

type Timeout = Extract<TestOutcome, { type: 'timeout' }>

export class Harness {
  private readonly exceptions: Exceptions
  private readonly carryOut: CarryOut
  private readonly now = performance.now.bind(performance)

  constructor(
    private readonly python: Interpreter,
    private readonly deadline: Deadline,
    private readonly output: Output,
    valueBytes: number,
  ) {
    this.exceptions = new Exceptions(python)
    this.carryOut = new CarryOut(python, new ValueWriter(valueBytes), deadline, () => this.exceptions.take().exception)
    python.text(PROGRAM_FILE)
    python.text('__builtins__')
  }

  /** False when the interpreter died. Sends `loaded`, then `tests` until an input does not come back. */
  run(request: RunRequest, send: (reply: WorkerReply, transfer?: Transferable[]) => void): boolean {
    const began = this.now()
    let entry = 0
    const loaded = this.guarded(Math.min(request.loadLimit, request.totalLimit), 'deadline', (): LoadOutcome => {
      const result = this.load(request.source, request.entryPoint)
      if (typeof result !== 'number') return result
      entry = result
      return { type: 'loaded' }
    })
    send({ kind: 'loaded', run: request.run, outcome: loaded })
    if (loaded.type === 'loaded') return this.callAll(request, entry, began, send)
    return loaded.type !== 'crash'
  }

  /** What the program printed, whatever became of it; false when the interpreter died over it. */
  flushOutput(): boolean {
    const flushed = this.guarded(FLUSH_MILLISECONDS, 'deadline', (): LoadOutcome => {
      this.output.flush(this.python)
      return { type: 'loaded' }
    })
    return flushed.type !== 'crash'
  }

  private callAll(
    request: RunRequest,
    entry: number,
    began: number,
    send: (reply: WorkerReply, transfer?: Transferable[]) => void,
  ): boolean {
    const replies = new Replies(request, send)
    const end = (isAlive: boolean) => {
      replies.flush(0)
      return isAlive
    }
    let offset = 0
    for (let index = 0; index < request.ends.length; index += 1) {
      const next = request.ends[index] ?? offset
      const input = new Uint8Array(request.inputs, offset, next - offset)
      offset = next
      const limit = request.limits[index] ?? 0
      const start = this.now()
      const left = request.totalLimit - (start - began)
      const outcome = this.guarded(Math.min(limit, left), left < limit ? 'total' : 'deadline', () =>
        this.call(entry, input, request.answer),
      )
      const now = this.now()
      replies.add(outcome, now - start, now)
      if (outcome.type === 'crash') return end(false)
      if (outcome.type === 'timeout') return end(true)
    }
    return end(true)
  }

  /** Stops the work at its limit, and turns whatever the platform throws into an outcome. */
  private guarded<T extends LoadOutcome | TestOutcome>(
    limit: number,
    by: Timeout['by'],
    work: () => T,
  ): T | Timeout | Crash {
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

  /** The entry point, or why there is none. */
  private load(source: string, entryPoint: string): number | LoadOutcome {
    const { c } = this.python
    const refusal = refusedSource(source)
    if (refusal !== null) return { type: 'syntax', message: refusal, line: null }
    const flags = c._malloc(8)
    this.python.setWord(flags, COMPILE_FLAGS)
    this.python.setWord(flags + 4, FEATURE_VERSION)
    const file = this.python.text(PROGRAM_FILE)
    const code = answered(c._Py_CompileStringExFlags(this.python.newText(source), file, FILE_INPUT, flags, 0))
    if (code === 0) {
      const { exception, isSyntax, line } = this.exceptions.take()
      return isSyntax ? { type: 'syntax', message: `${exception.name}: ${exception.message}`, line } : exception
    }
    const globals = c._PyDict_New()
    c._PyDict_SetItemString(globals, this.python.text('__builtins__'), c._PyEval_GetBuiltins())
    if (answered(c._PyEval_EvalCode(code, globals, globals)) === 0) return this.exceptions.take().exception
    const entry = answered(c._PyDict_GetItemString(globals, this.python.newText(entryPoint)))
    if (entry === 0) return { type: 'no-entry-point' }
    // The program may put something else under its name while it is called.
    c._Py_IncRef(entry)
    return entry
  }

  private call(callable: number, input: Uint8Array, answer: RunRequest['answer']): TestOutcome {
    const { c } = this.python
    const positional = answered(this.python.unmarshal(input))
    if (positional === 0) return this.exceptions.take().exception
    const value = answered(c._PyObject_Call(callable, positional, 0))
    const outcome = value === 0 ? this.exceptions.take().exception : this.answer(value, answer)
    if (value !== 0) c._Py_DecRef(value)
    c._Py_DecRef(positional)
    return outcome
  }

  private answer(value: number, answer: RunRequest['answer']): TestOutcome {
    switch (answer) {
      case 'value':
        return this.carryOut.value(value)
      case 'not-none':
        return this.carryOut.notNone(value)
    }
  }
}

/** What CPython's exec refuses and the C interface does not, and what is too long to be a program. */
function refusedSource(source: string): string | null {
  if (source.length > SOURCE_CHARACTERS) return `source code is longer than ${SOURCE_CHARACTERS} characters`
  if (source.includes('\0')) return 'source code string cannot contain null bytes'
  return hasLoneSurrogate(source) ? 'source code cannot contain lone surrogates' : null
}

/** After some fatal errors calls no longer throw: they give nothing. */
function answered(pointer: number): number {
  if (typeof pointer !== 'number') throw new Error('The interpreter no longer answers.')
  return pointer
}
