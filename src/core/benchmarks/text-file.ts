import { LabError, type ErrorCode } from '../errors'
import { md5Hex } from '../hash'
import { DamagedGzip, gunzipBounded, isGzip, TooLarge } from './gunzip'

/** Unpacked bytes that a file of lines may have. HumanEval+ has 7.7 MB; a line costs some ten times its length in memory. */
export const MAXIMUM_BYTES = 256 * 2 ** 20

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
  try {
    return gunzipBounded(file, limit)
  } catch (cause) {
    if (cause instanceof TooLarge) throw tooLarge(wanted, limit)
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

/** Lines as Python's text files have them, those of white space only left out; numbers from 1. */
export function numberedLines(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter((one) => one.text.trim() !== '')
}
