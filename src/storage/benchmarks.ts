import { parseBenchmark } from '../core/benchmarks/parse'
import { shippedBenchmark } from '../core/benchmarks/registry'
import type { Benchmark } from '../core/benchmarks/types'
import { cancelled, isCancelled, LabError } from '../core/errors'
import type { BenchmarkSource } from '../lab/ports'

/** Benchmarks that the site ships, from the site; each is fetched once. `baseUrl` ends in a slash. */
export function createBenchmarkSource(
  baseUrl: string,
  fetchFile: typeof fetch = (...request) => fetch(...request),
): BenchmarkSource {
  const loaded = new Map<string, Benchmark>()
  return {
    async load(id, signal) {
      const { path } = shippedBenchmark(id)
      const known = loaded.get(id)
      if (known !== undefined) return known
      const bytes = await download(new URL(path, baseUrl).href, fetchFile, signal)
      const benchmark = parseBenchmark(id, bytes)
      loaded.set(id, benchmark)
      return benchmark
    },
  }
}

async function download(
  address: string,
  fetchFile: typeof fetch,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  try {
    const response = await fetchFile(address, signal === undefined ? {} : { signal })
    if (!response.ok) {
      const code = response.status === 404 ? 'not-found' : 'network'
      throw new LabError(
        code,
        `The server answered ${response.status} for ${address}.`,
        'Serve the built site with all its files (npm run build, then the folder dist).',
      )
    }
    return new Uint8Array(await response.arrayBuffer())
  } catch (problem) {
    if (problem instanceof LabError) throw problem
    if (isCancelled(problem)) throw cancelled()
    throw new LabError(
      'network',
      `${address} could not be fetched.`,
      'Check the connection to the site and try again.',
      { cause: problem },
    )
  }
}
