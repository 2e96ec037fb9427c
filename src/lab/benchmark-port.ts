import type { BenchmarkFormat, PromptForm } from '../core/benchmarks/types'
import type { BenchmarkSource } from './ports'

/** What pages need of the benchmarks of this browser: the site's own and those a person brought. */

export interface BenchmarkEntry {
  /** What specs and `load` call it. */
  readonly id: string
  /** The published name and version, the site's own title, or the file's name. */
  readonly title: string
  readonly format: BenchmarkFormat
  readonly form: PromptForm
  readonly problems: number
  /** Tests of all problems together; `plus` is null where the benchmark has base tests only. */
  readonly tests: { readonly base: number; readonly plus: number | null }
  /** Of the uncompressed file, as EvalPlus prints it. */
  readonly md5: string
  /** Name and version where the MD5 is a published one, e.g. "HumanEval+ v0.1.10"; else null. */
  readonly published: string | null
  readonly origin: 'shipped' | 'imported'
}

/** A benchmark file that lies in the site's folder `benchmarks/`, put there by whoever serves the site. */
export interface FoundBenchmark {
  /** Within the site, e.g. "benchmarks/HumanEvalPlus.jsonl.gz". */
  readonly path: string
  /** As the server says; null where it does not. */
  readonly bytes: number | null
}

/**
 * Errors: `bad-benchmark` (with the line), `truncated-file`, `html-instead-of-file`, `not-found`, `network`,
 * `unknown-benchmark`, `storage-full`, `storage`, `cancelled`; `usage` for removing one of the site's own. After any of
 * them nothing is half stored.
 */
export interface BenchmarkLibrary extends BenchmarkSource {
  /** The site's own first, then imported ones by title. */
  list(): Promise<readonly BenchmarkEntry[]>
  /** A file that a person picked or dropped. One that is here already (same content) is left as it is. */
  add(name: string, bytes: Uint8Array): Promise<BenchmarkEntry>
  remove(id: string): Promise<void>
  /** Asks the site for the names under which known benchmarks are published; empty where there are none. */
  find(signal?: AbortSignal): Promise<readonly FoundBenchmark[]>
  /** Imports one of what `find` gave. */
  fetch(path: string, signal?: AbortSignal): Promise<BenchmarkEntry>
}
