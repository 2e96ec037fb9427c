import { parseBenchmark } from '../core/benchmarks/parse'
import type { Benchmark } from '../core/benchmarks/types'
import { LabError } from '../core/errors'
import { parseSamples } from '../core/grading/parse-samples'
import type { BenchmarkSource, ImportedSource } from '../lab/ports'
import { createBenchmarkSource } from '../storage/benchmarks'
import type { HeadlessBenchmark } from './grade-api'

/** A file that the command's server shows at an address of the site's own origin. */
export interface HeadlessFile {
  readonly name: string
  readonly address: string
}

/** Throws LabError `not-found`. */
export async function servedBytes({ name, address }: HeadlessFile): Promise<Uint8Array> {
  const answer = await fetch(new URL(address, document.baseURI))
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
  throw new LabError('not-found', `${name} cannot be read.`, 'Give the path of a file that can be read.')
}

/** Finds the benchmarks whose files the command serves, by their ids; others are the site's. */
export function withServedBenchmarks(
  files: Readonly<Record<string, HeadlessFile>>,
  site: BenchmarkSource,
): BenchmarkSource {
  return {
    load: async (id, signal) => {
      const file = files[id]
      return file === undefined ? site.load(id, signal) : parseBenchmark(file.name, await servedBytes(file), id)
    },
  }
}

/** Finds the samples made elsewhere that the command serves, by their names. */
export function servedSamples(files: Readonly<Record<string, HeadlessFile>>): ImportedSource {
  return {
    load: async (name) => {
      const file = files[name]
      if (file !== undefined) return parseSamples(file.name, await servedBytes(file))
      throw new LabError(
        'not-found',
        `There are no samples "${name}".`,
        'Give the path of a samples.jsonl in the spec.',
      )
    },
  }
}

export async function loadHeadlessBenchmark(wanted: HeadlessBenchmark): Promise<Benchmark> {
  switch (wanted.kind) {
    case 'shipped':
      return createBenchmarkSource(new URL('.', document.baseURI).href).load(wanted.id)
    case 'file':
      return parseBenchmark(wanted.file.name, await servedBytes(wanted.file))
  }
}
