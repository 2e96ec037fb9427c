import { LabError } from '../core/errors'
import { parseSample } from '../core/experiment/parse-run'
import type { SampleRecord } from '../core/experiment/record'

/** The bytes of a samples.jsonl, its lines found but not parsed: a sample is read when somebody asks for it. */
export class SampleLines {
  readonly #starts: Uint32Array
  readonly #decoder = new TextDecoder()
  #places: ReadonlyMap<string, number> | null = null

  constructor(private readonly bytes: Uint8Array) {
    const starts = [0]
    for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, at + 1)) starts.push(at + 1)
    if (starts.at(-1) !== bytes.length) starts.push(bytes.length)
    this.#starts = Uint32Array.from(starts)
  }

  get size(): number {
    return Math.max(0, this.#starts.length - 1)
  }

  /** Throws LabError `bad-run` naming the line. */
  at(line: number): SampleRecord {
    try {
      return parseSample(JSON.parse(this.#text(line)))
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown)
      throw new LabError('bad-run', `samples.jsonl, line ${line + 1}: ${why}`, HINT, { cause: thrown })
    }
  }

  /** Null where there is no such sample. */
  find(cell: string, task: string, index: number): SampleRecord | null {
    this.#places ??= this.#index()
    const line = this.#places.get(lineKey(cell, task, index))
    return line === undefined ? null : this.at(line)
  }

  #index(): Map<string, number> {
    const places = new Map<string, number>()
    for (let line = 0; line < this.size; line += 1) {
      const start = this.#starts[line] ?? 0
      const end = Math.min(start + HEAD, this.#starts[line + 1] ?? start)
      const head = HEAD_PATTERN.exec(this.#decoder.decode(this.bytes.subarray(start, end)))
      const [cell, task, index] = head === null ? keyOf(this.at(line)) : headOf(head)
      places.set(lineKey(cell, task, index), line)
    }
    return places
  }

  #text(line: number): string {
    return this.#decoder.decode(this.bytes.subarray(this.#starts[line], this.#starts[line + 1]))
  }
}

const HINT = 'Open a run.json or a .zip that Shakedown exported. If the file was sent to you, ask for it again.'
const LINE_BREAK = 0x0a
/** Shakedown writes id, cell, task and index first; lines of other hands are parsed whole. */
const HEAD = 400
const HEAD_PATTERN = /^\{"id":"[^"\\]*","cell":("(?:[^"\\]|\\.)*"),"task_id":("(?:[^"\\]|\\.)*"),"index":(\d+),/

function headOf([, cell = '""', task = '""', index]: RegExpExecArray): [string, string, number] {
  return [String(JSON.parse(cell)), String(JSON.parse(task)), Number(index)]
}

function keyOf({ cell, task_id, index }: SampleRecord): [string, string, number] {
  return [cell, task_id, index]
}

function lineKey(cell: string, task: string, index: number): string {
  return `${cell}\n${task}\n${index}`
}
