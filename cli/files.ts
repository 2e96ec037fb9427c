import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { LabError } from '../src/core/errors'

/** Errors of files by name: `storage-full`, or `storage` with the hint. */
export function storing<T>(path: string, hint: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof LabError) throw cause
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    const message = cause instanceof Error ? cause.message : String(cause)
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      const room = 'Free disk space and start again: what was written is kept.'
      throw new LabError('storage-full', `No room left for ${path}.`, room, { cause })
    }
    throw new LabError('storage', `${path} cannot be used: ${message}`, hint, { cause })
  }
}

/**
 * One process writes to `path`: takes the lock file, also from a process that is gone. Throws LabError
 * `already-running`.
 */
export function takeLock(file: string, path: string): void {
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
        `Wait for it, give another place with --out, or delete ${file} if that process is not Shakedown.`,
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

/** Lines of JSON, as far as they are whole: a killed process may leave half a line at the end. */
export interface WholeLines {
  readonly lines: readonly string[]
  /** Bytes that they take: what follows is to be cut off. */
  readonly bytes: number
}

export function wholeLines(bytes: Buffer): WholeLines {
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
  return { lines: whole.toString('utf8').split('\n').slice(0, -1), bytes: whole.length }
}

/** Null for what is not JSON. */
export function readLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
