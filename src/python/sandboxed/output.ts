import type { Interpreter } from './interpreter'

const KEPT_CHARACTERS = 10_000
/** UTF-8 needs at most four bytes for a character. */
const KEPT_BYTES = KEPT_CHARACTERS * 4

/** The first of what a program prints. The rest goes nowhere: however much of it there is, it costs no memory. */
export class Output {
  private readonly buffer = new Uint8Array(KEPT_BYTES)
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  private length = 0
  private streams: readonly number[] = []
  private flushMethod = 0

  /** For Pyodide: takes all bytes, keeps some. */
  readonly write = (bytes: Uint8Array): number => {
    const kept = Math.min(bytes.length, KEPT_BYTES - this.length)
    if (kept > 0) {
      this.buffer.set(bytes.subarray(0, kept), this.length)
      this.length += kept
    }
    return bytes.length
  }

  /** The streams that Python itself began with, held for good: a program may put others in their place. */
  watch(python: Interpreter): void {
    this.streams = ['stdout', 'stderr'].map((name) => python.c._PySys_GetObject(python.newText(name)))
    this.flushMethod = python.lookUp('io', 'TextIOWrapper', 'flush')
    if (this.streams.includes(0)) throw new Error('Python has no standard output.')
    for (const stream of this.streams) python.c._Py_IncRef(stream)
  }

  /** What waits in Python's own buffers is written. Runs C code unless the program has changed the streams' insides. */
  flush(python: Interpreter): void {
    for (const stream of this.streams) {
      const result = python.call(this.flushMethod, stream)
      if (result === 0) python.c._PyErr_Clear()
      else python.c._Py_DecRef(result)
    }
  }

  /** The text since the last call. */
  take(): string {
    const text = this.decoder.decode(this.buffer.subarray(0, this.length))
    this.length = 0
    const clipped = text.slice(0, KEPT_CHARACTERS)
    // Never half of a surrogate pair.
    return /[\ud800-\udbff]$/.test(clipped) ? clipped.slice(0, -1) : clipped
  }
}
