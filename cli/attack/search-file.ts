import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { LabError } from '../../src/core/errors'
import { canonicalJson } from '../../src/core/hash'
import { parseSearchLine, type SearchLine } from '../../src/core/search/parse-result'
import { readLine, storing, wholeLines } from '../files'

/** What determines the lines of a file: equal work goes on where it was. */
export type SearchHeader = Readonly<Record<string, unknown>>

const HINT = 'Give a file that can be written with --out.'

/**
 * The file of `shakedown search`: a line that says what is searched, then a line a finished search, written as they come.
 * A file of the same work is gone on with; half a line that a killed process left is cut off.
 */
export class SearchFile {
  readonly lines: SearchLine[]
  readonly #handle: number

  /** Throws LabError `usage` for a file of other work, `storage`. */
  constructor(
    private readonly path: string,
    header: SearchHeader,
  ) {
    this.lines = existsSync(path) ? this.#goOn(header) : []
    this.#handle = storing(path, HINT, () => openSync(path, 'a'))
    if (!existsSync(path) || readFileSync(path).length === 0) this.#write({ shakedown: 'search', ...header })
  }

  add(line: SearchLine): void {
    this.#write(line)
    this.lines.push(line)
  }

  close(): void {
    closeSync(this.#handle)
  }

  #write(line: object): void {
    storing(this.path, HINT, () => writeSync(this.#handle, `${JSON.stringify(line)}\n`))
  }

  #goOn(header: SearchHeader): SearchLine[] {
    const { lines, bytes } = wholeLines(storing(this.path, HINT, () => readFileSync(this.path)))
    const [first, ...rest] = lines
    if (first !== undefined && canonicalJson(readLine(first)) !== canonicalJson({ shakedown: 'search', ...header })) {
      throw new LabError(
        'usage',
        `${this.path} holds something else than this search.`,
        'Give another file with --out, or delete it.',
      )
    }
    storing(this.path, HINT, () => truncateSync(this.path, bytes))
    return rest.map((line) => parseSearchLine(readLine(line)))
  }
}
