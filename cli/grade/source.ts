import { statSync } from 'node:fs'
import { basename, dirname, resolve, sep } from 'node:path'
import { LabError } from '../../src/core/errors'
import type { HeadlessBenchmark } from '../../src/headless/grade-api'
import type { HeadlessFile } from '../../src/headless/served'
import type { Mount } from '../static-server'

/** A file of this machine, and where the command's server shows it to the page. */
export interface ServedFile {
  readonly mount: Mount
  readonly file: HeadlessFile
}

/** `prefix` begins and ends with a slash. Throws LabError `not-found` for what is not a file. */
export function servedFile(path: string, prefix: string): ServedFile {
  const whole = resolve(path)
  if (statSync(whole, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new LabError('not-found', `There is no file ${path}.`, 'Give the path of a .jsonl or .jsonl.gz file.')
  }
  const name = basename(whole)
  return {
    mount: { prefix, folder: dirname(whole), only: name },
    file: { name, address: prefix + encodeURIComponent(name) },
  }
}

/** BENCHMARK of a command: a path, or an id that the site ships. */
export function isBenchmarkPath(text: string): boolean {
  const looksLikeOne = text.includes('/') || text.includes(sep) || /\.(jsonl|json|gz)$/.test(text)
  return looksLikeOne || statSync(text, { throwIfNoEntry: false })?.isFile() === true
}

export function benchmarkSource(text: string): { readonly benchmark: HeadlessBenchmark; readonly mounts: Mount[] } {
  if (!isBenchmarkPath(text)) return { benchmark: { kind: 'shipped', id: text }, mounts: [] }
  const { mount, file } = servedFile(text, '/benchmark-of-the-command/')
  return { benchmark: { kind: 'file', file }, mounts: [mount] }
}
