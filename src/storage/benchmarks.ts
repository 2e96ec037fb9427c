import { parseBenchmark } from '../core/benchmarks/parse'
import { shippedBenchmark, unknownBenchmark } from '../core/benchmarks/registry'
import type { Benchmark } from '../core/benchmarks/types'
import type { BenchmarkSource } from '../lab/ports'
import { fetchSiteFile } from './fetch-file'

/** Benchmarks that the site ships, from the site; each is fetched once. `baseUrl` ends in a slash. */
export function createBenchmarkSource(
  baseUrl: string,
  fetchFile: typeof fetch = (...request) => fetch(...request),
): BenchmarkSource {
  const loaded = new Map<string, Benchmark>()
  return {
    async load(id, signal) {
      const shipped = shippedBenchmark(id)
      if (shipped === null) throw unknownBenchmark(id)
      const known = loaded.get(id)
      if (known !== undefined) return known
      const bytes = await fetchSiteFile(new URL(shipped.path, baseUrl).href, fetchFile, signal)
      const benchmark = parseBenchmark(id, bytes, id)
      loaded.set(id, benchmark)
      return benchmark
    },
  }
}
