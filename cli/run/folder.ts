import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { LabError } from '../../src/core/errors'
import { parseRunText, parseSample } from '../../src/core/experiment/parse-run'
import { specId } from '../../src/core/experiment/parse-spec'
import type { RunBundle, SampleRecord } from '../../src/core/experiment/record'
import type { Spec } from '../../src/core/experiment/spec'
import { decodeRunFolder, encodeRunFolder, PROMPTS_FILE, RUN_FILE, SAMPLES_FILE } from '../../src/storage/run-folder'

const PARTIAL_FILE = `${SAMPLES_FILE.replace(/\.gz$/, '')}.partial`
const LOCK_FILE = '.shakedown.lock'

/** The folder of a run on disk: finished samples are appended as they come, the three files are written at the end. */
export class RunFolder {
  private constructor(
    private readonly path: string,
    /** Finished before: by an interrupted run, or by a finished one. */
    readonly samples: readonly SampleRecord[],
  ) {}

  /**
   * Opens or makes the folder for a spec and locks it. Throws LabError `usage` where it holds another spec's run,
   * `already-running` where another process writes it, `bad-run` where a finished run in it is broken, `storage`.
   */
  static open(path: string, spec: Spec): RunFolder {
    return stored(path, () => {
      mkdirSync(path, { recursive: true })
      lock(join(path, LOCK_FILE), path)
      try {
        const finished = readFinished(path, spec)
        const partial = readPartial(path, spec)
        return new RunFolder(path, [...finished, ...partial])
      } catch (thrown) {
        rmSync(join(path, LOCK_FILE), { force: true })
        throw thrown
      }
    })
  }

  append(sample: SampleRecord): void {
    stored(this.path, () => appendFileSync(join(this.path, PARTIAL_FILE), `${JSON.stringify(sample)}\n`))
  }

  /** Writes the three files, each at once, run.json last: where it is, the run is whole. */
  finish(bundle: RunBundle): void {
    stored(this.path, () => {
      const files = encodeRunFolder(bundle)
      for (const name of [SAMPLES_FILE, PROMPTS_FILE, RUN_FILE]) {
        const bytes = files.get(name)
        if (bytes === undefined) continue
        const target = join(this.path, name)
        writeFileSync(`${target}.tmp`, bytes, { flush: true })
        renameSync(`${target}.tmp`, target)
      }
      rmSync(join(this.path, PARTIAL_FILE), { force: true })
    })
  }

  close(): void {
    rmSync(join(this.path, LOCK_FILE), { force: true })
  }
}

function anotherRun(path: string, what: string): LabError {
  return new LabError('usage', `${path} holds ${what}.`, 'Give another folder with --out, or delete this one.')
}

/** Samples of a finished run in the folder, if there is one. */
function readFinished(path: string, spec: Spec): readonly SampleRecord[] {
  const runFile = join(path, RUN_FILE)
  if (!existsSync(runFile)) return []
  const run = parseRunText(readFileSync(runFile, 'utf8'))
  if (specId(run.spec) !== specId(spec)) throw anotherRun(path, `the run of another spec ("${run.spec.name}")`)
  const names = [RUN_FILE, SAMPLES_FILE, PROMPTS_FILE].filter((name) => existsSync(join(path, name)))
  return decodeRunFolder(new Map(names.map((name) => [name, readFileSync(join(path, name))]))).samples
}

/**
 * Samples that an interrupted run left, and begins the file where there is none. A killed process may leave half a line
 * at the end: it is cut off, and its sample is made again.
 */
function readPartial(path: string, spec: Spec): readonly SampleRecord[] {
  const file = join(path, PARTIAL_FILE)
  const header = { kind: 'shakedown-partial', version: 1, spec_id: specId(spec), name: spec.name }
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
  if (whole.length === 0) {
    writeFileSync(file, `${JSON.stringify(header)}\n`)
    return []
  }
  const [first = '', ...lines] = whole.toString('utf8').split('\n')
  const found = readLine(first)
  if (typeof found !== 'object' || found === null || !('spec_id' in found)) {
    throw anotherRun(path, `a ${PARTIAL_FILE} that is not Shakedown's`)
  }
  if (found.spec_id !== header.spec_id) throw anotherRun(path, 'the unfinished run of another spec')
  truncateSync(file, whole.length)
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [parseSample(readLine(line))]
    } catch {
      // A damaged line costs one sample, which is made again.
      return []
    }
  })
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** One process a folder. A lock whose process is gone is taken over. */
function lock(file: string, path: string): void {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown
    }
    const owner = Number(readFileSync(file, 'utf8'))
    if (owner !== process.pid && isAlive(owner)) {
      throw new LabError(
        'already-running',
        `Process ${owner} is writing to ${path}.`,
        `Wait for it, give another folder with --out, or delete ${file} if that process is not Shakedown.`,
      )
    }
    rmSync(file, { force: true })
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

/** File errors by name. */
function stored<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof LabError) throw cause
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    const message = cause instanceof Error ? cause.message : String(cause)
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      const hint = 'Free disk space and start again: what was written is kept.'
      throw new LabError('storage-full', `No room left for ${path}.`, hint, { cause })
    }
    throw new LabError(
      'storage',
      `${path} cannot be used: ${message}`,
      'Give a folder that can be written with --out.',
      { cause },
    )
  }
}
