import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { LabError } from '../../src/core/errors'
import { parseRunText, parseSample } from '../../src/core/experiment/parse-run'
import { specId } from '../../src/core/experiment/parse-spec'
import type { RunBundle, SampleRecord } from '../../src/core/experiment/record'
import type { Shard } from '../../src/core/experiment/shard'
import type { Spec } from '../../src/core/experiment/spec'
import {
  decodeRunFolder,
  encodeRunFolder,
  PROMPTS_FILE,
  RUN_FILE,
  SAMPLES_FILE,
  VERDICTS_FILE,
} from '../../src/storage/run-folder'
import { readLine, storing, takeLock, wholeLines } from '../files'

export const PARTIAL_FILE = `${SAMPLES_FILE.replace(/\.gz$/, '')}.partial`
const LOCK_FILE = '.shakedown.lock'

/** The folder of a run on disk: finished samples are appended as they come, the others are written at the end. */
export class RunFolder {
  private constructor(
    private readonly path: string,
    /** Finished before: by an interrupted run, or by a finished one. */
    readonly samples: readonly SampleRecord[],
    /** Whether the folder was not there before. */
    private readonly isNew: boolean,
    /** Whether the file of unfinished runs holds a sample. */
    private hasPartial: boolean,
  ) {}

  /**
   * Opens or makes the folder for a spec and locks it. Throws LabError `usage` where it holds another spec's run,
   * `already-running` where another process writes it, `bad-run` where a finished run in it is broken, `storage`.
   */
  static open(path: string, spec: Spec, { shard = null, resume = false }: OpenOptions = {}): RunFolder {
    return stored(path, () => {
      const isNew = mkdirSync(path, { recursive: true }) !== undefined
      takeLock(join(path, LOCK_FILE), path)
      try {
        const finished = readFinished(path, spec, shard)
        const partial = readPartial(path, spec, shard)
        if (resume && finished.length + partial.length === 0) {
          rmSync(join(path, PARTIAL_FILE), { force: true })
          throw nothingToResume(path)
        }
        return new RunFolder(path, [...finished, ...partial], isNew, partial.length > 0)
      } catch (thrown) {
        rmSync(join(path, LOCK_FILE), { force: true })
        throw thrown
      }
    })
  }

  append(sample: SampleRecord): void {
    stored(this.path, () => appendFileSync(join(this.path, PARTIAL_FILE), `${JSON.stringify(sample)}\n`))
    this.hasPartial = true
  }

  /** Writes the files, each at once, run.json last: where it is, the run is whole. */
  finish(bundle: RunBundle): void {
    stored(this.path, () => {
      const files = encodeRunFolder(bundle)
      for (const name of [SAMPLES_FILE, PROMPTS_FILE, VERDICTS_FILE, RUN_FILE]) {
        const bytes = files.get(name)
        if (bytes === undefined) continue
        const target = join(this.path, name)
        try {
          writeFileSync(`${target}.tmp`, bytes, { flush: true })
          renameSync(`${target}.tmp`, target)
        } catch (thrown) {
          rmSync(`${target}.tmp`, { force: true })
          throw thrown
        }
      }
      rmSync(join(this.path, PARTIAL_FILE), { force: true })
    })
  }

  /** Gives the folder free. Where no sample was made nothing is left behind. */
  close(): void {
    if (!this.hasPartial) rmSync(join(this.path, PARTIAL_FILE), { force: true })
    rmSync(join(this.path, LOCK_FILE), { force: true })
    if (this.isNew && readdirSync(this.path).length === 0) rmdirSync(this.path)
  }
}

function shardText(shard: Shard | null): string {
  return shard === null ? 'the whole run' : `part ${shard.index} of ${shard.of} of the run`
}

function nothingToResume(path: string): LabError {
  return new LabError(
    'usage',
    `${path} holds nothing to go on with.`,
    'Leave out --resume to start there, or give the folder of the run that was interrupted.',
  )
}

interface OpenOptions {
  readonly shard?: Shard | null
  /** There has to be something to go on with. */
  readonly resume?: boolean
}

function anotherRun(path: string, what: string): LabError {
  return new LabError('usage', `${path} holds ${what}.`, 'Give another folder with --out, or delete this one.')
}

/** Samples of a finished run in the folder, if there is one. */
function readFinished(path: string, spec: Spec, shard: Shard | null): readonly SampleRecord[] {
  if (!existsSync(join(path, RUN_FILE))) return []
  try {
    return readSamples(path, spec, shard)
  } catch (thrown) {
    if (!(thrown instanceof LabError) || thrown.code !== 'bad-run') throw thrown
    const hint = 'Give another folder with --out, or delete this one.'
    throw new LabError('bad-run', `${path} holds a broken run: ${thrown.message}`, hint, { cause: thrown })
  }
}

function readSamples(path: string, spec: Spec, shard: Shard | null): readonly SampleRecord[] {
  const run = parseRunText(readFileSync(join(path, RUN_FILE), 'utf8'))
  if (shardText(run.shard ?? null) !== shardText(shard)) throw anotherRun(path, shardText(run.shard ?? null))
  if (specId(run.spec) !== specId(spec)) throw anotherRun(path, `the run of another spec ("${run.spec.name}")`)
  const names = [RUN_FILE, SAMPLES_FILE, PROMPTS_FILE, VERDICTS_FILE].filter((name) => existsSync(join(path, name)))
  return decodeRunFolder(new Map(names.map((name) => [name, readFileSync(join(path, name))]))).samples
}

/**
 * Samples that an interrupted run left, and begins the file where there is none. A killed process may leave half a line
 * at the end: it is cut off, and its sample is made again.
 */
function readPartial(path: string, spec: Spec, shard: Shard | null): readonly SampleRecord[] {
  const file = join(path, PARTIAL_FILE)
  const header = {
    kind: 'shakedown-partial',
    version: 1,
    spec_id: specId(spec),
    name: spec.name,
    ...(shard !== null && { shard: shardText(shard) }),
  }
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const whole = wholeLines(bytes)
  const [first, ...lines] = whole.lines
  if (first === undefined) {
    writeFileSync(file, `${JSON.stringify(header)}\n`)
    return []
  }
  const found = readLine(first)
  if (typeof found !== 'object' || found === null || !('spec_id' in found)) {
    throw anotherRun(path, `a ${PARTIAL_FILE} that is not Shakedown's`)
  }
  if (found.spec_id !== header.spec_id) throw anotherRun(path, 'the unfinished run of another spec')
  const part = 'shard' in found ? found.shard : shardText(null)
  if (part !== shardText(shard)) throw anotherRun(path, `unfinished samples of ${String(part)}`)
  truncateSync(file, whole.bytes)
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [parseSample(readLine(line))]
    } catch {
      // A damaged line costs one sample, which is made again.
      return []
    }
  })
}

/** File errors by name. */
function stored<T>(path: string, work: () => T): T {
  return storing(path, 'Give a folder that can be written with --out.', work)
}
