import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { LabError } from '../../src/core/errors'
import { parseGradedSample } from '../../src/core/grading/parse-graded'
import type { GradedSample } from '../../src/core/grading/types'
import { readLine, storing, takeLock, wholeLines } from '../files'
import { gradedSamplesOf } from './finished'

const HEADER = { kind: 'shakedown-partial-grading', version: 1 }
const HINT = 'Give a file that can be written with --out.'
/** What is written is on the disk after at most this many samples. */
const SYNC_EVERY = 64

/**
 * The result file of `grade`. Graded samples are appended to FILE.partial as they come; FILE itself is written at the
 * end, all at once. Samples are kept by id: those of other work do no harm.
 */
export class OutFile {
  private constructor(
    readonly path: string,
    /** Graded before: by an interrupted command, or by a finished one. */
    readonly graded: readonly GradedSample[],
    private readonly handle: number,
    private appended: number,
  ) {}

  /**
   * Throws LabError `usage` where the file holds something else, `already-running` where another process writes it,
   * `storage`, `storage-full`.
   */
  static open(path: string): OutFile {
    return storing(path, HINT, () => {
      mkdirSync(dirname(path), { recursive: true })
      takeLock(lockOf(path), path)
      try {
        const finished = existsSync(path) ? gradedSamplesOf(path, readFileSync(path, 'utf8')) : []
        const partial = readPartial(partialOf(path))
        return new OutFile(path, [...finished, ...partial], openSync(partialOf(path), 'a'), partial.length)
      } catch (thrown) {
        rmSync(lockOf(path), { force: true })
        throw thrown
      }
    })
  }

  append(sample: GradedSample): void {
    storing(this.path, HINT, () => {
      writeSync(this.handle, `${JSON.stringify(sample)}\n`)
      this.appended += 1
      if (this.appended % SYNC_EVERY === 0) fsyncSync(this.handle)
    })
  }

  /** Writes the file, and drops what was kept for going on. */
  finish(text: string): void {
    storing(this.path, HINT, () => {
      const fresh = `${this.path}.tmp`
      try {
        writeFileSync(fresh, text, { flush: true })
        renameSync(fresh, this.path)
      } catch (thrown) {
        rmSync(fresh, { force: true })
        throw thrown
      }
      this.appended = 0
    })
  }

  /** Gives the file free. Where nothing is to be gone on with, nothing is left behind. */
  close(): void {
    closeSync(this.handle)
    if (this.appended === 0) rmSync(partialOf(this.path), { force: true })
    rmSync(lockOf(this.path), { force: true })
  }
}

const partialOf = (path: string): string => `${path}.partial`
const lockOf = (path: string): string => `${path}.lock`

/** Samples that an interrupted command left; begins the file where there is none, and cuts off half a line. */
function readPartial(file: string): GradedSample[] {
  const { lines, bytes } = wholeLines(existsSync(file) ? readFileSync(file) : Buffer.alloc(0))
  const [first, ...rest] = lines
  if (first === undefined) {
    writeFileSync(file, `${JSON.stringify(HEADER)}\n`)
    return []
  }
  const found = readLine(first)
  if (typeof found !== 'object' || found === null || !('kind' in found) || found.kind !== HEADER.kind) {
    const hint = 'Give another file with --out, or delete this one.'
    throw new LabError('usage', `${file} is not what an interrupted "grade" leaves.`, hint)
  }
  truncateSync(file, bytes)
  return rest.flatMap((line) => {
    try {
      return [parseGradedSample(readLine(line))]
    } catch {
      // A damaged line costs one sample, which is graded again.
      return []
    }
  })
}
