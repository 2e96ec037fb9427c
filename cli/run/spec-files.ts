import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { benchmarkId } from '../../src/core/benchmarks/known'
import { readTextFile } from '../../src/core/benchmarks/text-file'
import type { HeadlessFile } from '../../src/headless/served'
import { isBenchmarkPath, servedFile } from '../grade/source'
import type { Mount } from '../static-server'
import { usage } from '../usage'

/** A file of this machine that a spec names, and where the command's server shows it. */
export interface SpecFile {
  /** What the spec calls it from now on. */
  readonly id: string
  readonly mount: Mount
  readonly file: HeadlessFile
}

export interface PortableSpec {
  /**
   * Paths of benchmarks are replaced by the ids of their content, paths of samples by their names, so that the run's record
   * means the same elsewhere.
   */
  readonly text: string
  readonly benchmarks: readonly SpecFile[]
  /** Samples made elsewhere. */
  readonly imported: readonly SpecFile[]
}

/** Throws LabError `not-found`, and what an unreadable benchmark file is called. What is no spec is left as it is. */
export function withFiles(text: string): PortableSpec {
  const spec = parsed(text)
  if (!isRecord(spec)) return { text, benchmarks: [], imported: [] }
  const benchmarks = new Map<string, SpecFile>()
  const imported = new Map<string, SpecFile>()
  const portable = { ...spec }
  if (Array.isArray(spec['benchmarks'])) {
    portable['benchmarks'] = spec['benchmarks'].map((choice: unknown) => benchmarkIn(choice, benchmarks))
  }
  if (Array.isArray(spec['variants'])) {
    portable['variants'] = spec['variants'].map((variant: unknown) => samplesIn(variant, imported))
  }
  if (benchmarks.size === 0 && imported.size === 0) return { text, benchmarks: [], imported: [] }
  return { text: JSON.stringify(portable), benchmarks: [...benchmarks.values()], imported: [...imported.values()] }
}

function benchmarkIn(choice: unknown, found: Map<string, SpecFile>): unknown {
  if (!isRecord(choice) || typeof choice['id'] !== 'string' || !isBenchmarkPath(choice['id'])) return choice
  const { mount, file } = servedFile(choice['id'], `/benchmark-of-the-command/${found.size}/`)
  const { md5 } = readTextFile(
    { name: file.name, code: 'bad-benchmark', what: 'a benchmark' },
    readFileSync(choice['id']),
  )
  const id = benchmarkId(basename(choice['id']), md5)
  found.set(id, { id, mount, file })
  return { ...choice, id }
}

function samplesIn(variant: unknown, found: Map<string, SpecFile>): unknown {
  if (!isRecord(variant) || !('samples' in variant)) return variant
  const { samples } = variant
  const named = (one: unknown): unknown => (typeof one === 'string' ? samplesFile(one, found) : one)
  return { ...variant, samples: Array.isArray(samples) ? samples.map(named) : named(samples) }
}

/** Throws LabError `usage` where two files have one name, `not-found`. */
function samplesFile(path: string, found: Map<string, SpecFile>): string {
  const id = basename(path)
  const known = found.get(id)
  const made = servedFile(path, known?.mount.prefix ?? `/samples-of-the-command/${found.size}/`)
  if (known !== undefined && known.mount.folder !== made.mount.folder) {
    throw usage(`Two files of samples are called ${id}.`, 'Give them different names: a run tells them apart by name.')
  }
  found.set(id, { id, ...made })
  return id
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
