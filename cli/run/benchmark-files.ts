import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { benchmarkId } from '../../src/core/benchmarks/known'
import { readTextFile } from '../../src/core/benchmarks/text-file'
import type { HeadlessFile } from '../../src/headless/served'
import { isBenchmarkPath, servedFile } from '../grade/source'
import type { Mount } from '../static-server'

/** A benchmark of a spec that is a file of this machine, and where the command's server shows it. */
export interface BenchmarkFile {
  readonly id: string
  readonly mount: Mount
  readonly file: HeadlessFile
}

export interface PortableSpec {
  /** Paths of benchmarks are replaced by the ids of their content, so that the run's record means the same elsewhere. */
  readonly text: string
  readonly benchmarks: readonly BenchmarkFile[]
}

/** Throws LabError `not-found`, and what an unreadable benchmark file is called. What is no spec is left as it is. */
export function withBenchmarkFiles(text: string): PortableSpec {
  const spec = parsed(text)
  if (!isRecord(spec) || !Array.isArray(spec['benchmarks'])) return { text, benchmarks: [] }
  const found = new Map<string, BenchmarkFile>()
  const benchmarks = spec['benchmarks'].map((choice: unknown) => {
    if (!isRecord(choice) || typeof choice['id'] !== 'string' || !isBenchmarkPath(choice['id'])) return choice
    const { mount, file } = servedFile(choice['id'], `/benchmark-of-the-command/${found.size}/`)
    const { md5 } = readTextFile(
      { name: file.name, code: 'bad-benchmark', what: 'a benchmark' },
      readFileSync(choice['id']),
    )
    const id = benchmarkId(basename(choice['id']), md5)
    found.set(id, { id, mount, file })
    return { ...choice, id }
  })
  if (found.size === 0) return { text, benchmarks: [] }
  return { text: JSON.stringify({ ...spec, benchmarks }), benchmarks: [...found.values()] }
}

/** What is not JSON is named by the spec's own parser. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
