import { LabError, type ErrorCode } from '../errors'
import { md5Hex } from '../hash'
import { DamagedGzip, gunzipBounded, isGzip, TooLarge } from './gunzip'

/** Unpacked bytes that a file of lines may have. HumanEval+ has 7.7 MB; a line costs some ten times its length in memory. */
export const MAXIMUM_BYTES = 256 * 2 ** 20
/** HumanEval+ unpacks to 8 times its size, hundreds of equal samples to some 100 times; a bomb to 1,000 times. */
const MAXIMUM_RATIO = 200
/** What any file may unpack to, whatever the ratio. */
const FREE_BYTES = 16 * 2 ** 20
const MAXIMUM_LINES = 5_000_000

export interface TextFile {
  readonly text: string
  /** Of the unpacked bytes. */
  readonly md5: string
}

/** What a file should be, for its errors. */
export interface Wanted {
  readonly name: string
  /** Code of the errors of its content. */
  readonly code: ErrorCode
  /** e.g. "a benchmark". */
  readonly what: string
}

/**
 * The text of a file, plain or gzip, at most MAXIMUM_BYTES long. A byte order mark is left out.
 * Throws LabError `wanted.code` (not UTF-8, too large), `truncated-file`, `html-instead-of-file`.
 */
export function readTextFile(wanted: Wanted, file: Uint8Array, limit = MAXIMUM_BYTES): TextFile {
  const { name, code, what } = wanted
  const bytes = isGzip(file) ? unpacked(wanted, file, limit) : file
  if (bytes.length > limit) throw tooLarge(wanted, limit)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new LabError(code, `${name} is not UTF-8 text.`, `${capital(what)} is a .jsonl file or its .gz.`, { cause })
  }
  if (text.slice(0, 1000).trimStart().startsWith('<')) {
    throw new LabError(
      'html-instead-of-file',
      `${name} is a web page, not ${what}.`,
      'Serve the built site with all its files, or give the .jsonl file itself.',
    )
  }
  return { text, md5: md5Hex(bytes) }
}

function unpacked(wanted: Wanted, file: Uint8Array, limit: number): Uint8Array {
  const most = Math.min(limit, Math.max(FREE_BYTES, MAXIMUM_RATIO * file.length))
  try {
    return gunzipBounded(file, most)
  } catch (cause) {
    if (cause instanceof TooLarge) throw tooLarge(wanted, most)
    if (!(cause instanceof DamagedGzip)) throw cause
    const message = `${wanted.name} ends early or is damaged.`
    throw new LabError('truncated-file', message, `Download or make the file again.`, { cause })
  }
}

function tooLarge({ name, code, what }: Wanted, limit: number): LabError {
  return new LabError(
    code,
    `${name} is larger than ${Math.round(limit / 2 ** 20)} MB when unpacked.`,
    `${capital(what)} of this size is not read. Split the file, or look whether it is what it should be.`,
  )
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

export interface NumberedLine {
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** Lines as Python's text files have them, those of white space only left out. Throws LabError `wanted.code` for too many. */
export function* numberedLines({ name, code, what }: Wanted, text: string): Generator<NumberedLine> {
  const ends = /\r\n|\n|\r/g
  let start = 0
  for (let line = 1; start <= text.length; line += 1) {
    if (line > MAXIMUM_LINES) {
      const message = `${name} has more than ${MAXIMUM_LINES.toLocaleString('en-US')} lines.`
      throw new LabError(code, message, `${capital(what)} of this size is not read.`)
    }
    ends.lastIndex = start
    const end = ends.exec(text)
    const content = text.slice(start, end?.index)
    if (content.trim() !== '') yield { line, text: content }
    start = end === null ? Infinity : ends.lastIndex
  }
}
