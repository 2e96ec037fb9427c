import { createContext } from 'svelte'
import { isCancelled, LabError, toPlainError, type PlainError } from '../core/errors'
import { expectedSamples } from '../core/experiment/assemble'
import type { Spec } from '../core/experiment/spec'
import type { BenchmarkEntry, BenchmarkLibrary, FoundBenchmark } from '../lab/ports'
import type { PageServices } from './services'

/** Far beyond any published file; a larger one was picked by mistake. */
const LARGEST_FILE = 1 << 29

/** The benchmarks of this browser and the one import that goes on. Lives as long as the tab, whatever page is open. */
export class BenchmarksSession {
  entries = $state.raw<readonly BenchmarkEntry[] | null>(null)
  /** The list could not be read. */
  error = $state.raw<PlainError | null>(null)
  /** The last import or removal failed. */
  importError = $state.raw<PlainError | null>(null)
  /** Name of the file that is being brought in. */
  working = $state.raw<string | null>(null)
  /** What was brought in last, for the page to say. */
  added = $state.raw<BenchmarkEntry | null>(null)
  /** Files beside this page; null before anybody looked. */
  found = $state.raw<readonly FoundBenchmark[] | null>(null)
  readonly isBusy = $derived(this.working !== null)
  #abort: AbortController | null = null

  constructor(private readonly services: Pick<PageServices, 'benchmarks'>) {}

  entry(id: string): BenchmarkEntry | null {
    return this.entries?.find((one) => one.id === id) ?? null
  }

  /** Samples that a spec asks for; null while the size of one of its benchmarks is not known. */
  samplesOf(spec: Spec): number | null {
    const sizes = spec.benchmarks.map(({ id, limit }) => {
      const problems = this.entry(id)?.problems
      return problems === undefined ? null : { n: Math.min(limit ?? problems, problems) }
    })
    const known = sizes.filter((size) => size !== null)
    return known.length < sizes.length ? null : expectedSamples(spec, known)
  }

  async refresh(): Promise<void> {
    try {
      this.entries = await (await this.services.benchmarks()).list()
      this.error = null
    } catch (thrown) {
      this.error = toPlainError(thrown)
    }
  }

  /** Imports a file that a person picked or dropped. Null where it failed: `importError` says why. */
  async add(file: File): Promise<BenchmarkEntry | null> {
    return this.#import(file.name, async (library) => {
      if (file.size > LARGEST_FILE) throw tooLarge(file.name)
      return library.add(file.name, new Uint8Array(await file.arrayBuffer()))
    })
  }

  /** Looks for benchmark files beside this page. */
  async find(): Promise<void> {
    await this.#work('Looking beside this page', async (library, signal) => {
      this.found = await library.find(signal)
    })
  }

  /** Imports a file that `find` found. */
  async fetch(path: string): Promise<BenchmarkEntry | null> {
    return this.#import(path, (library, signal) => library.fetch(path, signal))
  }

  cancel(): void {
    this.#abort?.abort()
  }

  clear(): void {
    this.importError = null
  }

  async remove(id: string): Promise<void> {
    await this.#work(id, (library) => library.remove(id))
    await this.refresh()
  }

  async #import(
    name: string,
    bring: (library: BenchmarkLibrary, signal: AbortSignal) => Promise<BenchmarkEntry>,
  ): Promise<BenchmarkEntry | null> {
    let entry: BenchmarkEntry | null = null
    await this.#work(name, async (library, signal) => {
      entry = await bring(library, signal)
      this.entries = await library.list()
      this.added = entry
    })
    return entry
  }

  async #work(name: string, work: (library: BenchmarkLibrary, signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.isBusy) return
    const abort = new AbortController()
    this.#abort = abort
    this.working = name
    this.importError = null
    this.added = null
    try {
      await work(await this.services.benchmarks(), abort.signal)
    } catch (thrown) {
      if (!isCancelled(thrown)) this.importError = toPlainError(thrown)
    } finally {
      this.working = null
      this.#abort = null
    }
  }
}

function tooLarge(name: string): LabError {
  return new LabError(
    'bad-benchmark',
    `${name} is too large for a benchmark.`,
    'Import a .jsonl or .jsonl.gz with one problem a line.',
  )
}

export const [benchmarksSession, provideBenchmarksSession] = createContext<BenchmarksSession>()
