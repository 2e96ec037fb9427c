import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseBenchmark } from '../../src/core/benchmarks/parse'
import { shippedBenchmark, unknownBenchmark } from '../../src/core/benchmarks/registry'
import { readTextFile } from '../../src/core/benchmarks/text-file'
import type { Benchmark } from '../../src/core/benchmarks/types'
import { LabError } from '../../src/core/errors'
import { isBenchmarkPath } from '../grade/source'

/** A benchmark and the text of its file, unpacked. Errors as `parseBenchmark`, and LabError `not-found`. */
export function readBenchmark(
  benchmark: string,
  site: string,
): { readonly benchmark: Benchmark; readonly text: string } {
  const path = isBenchmarkPath(benchmark) ? benchmark : join(site, shippedPath(benchmark))
  const bytes = readBytes(path)
  const wanted = { name: path, code: 'bad-benchmark', what: 'a benchmark' } as const
  return { benchmark: parseBenchmark(path, bytes), text: readTextFile(wanted, bytes).text }
}

function shippedPath(id: string): string {
  const shipped = shippedBenchmark(id)
  if (shipped === null) throw unknownBenchmark(id)
  return shipped.path
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new LabError('not-found', `${path} cannot be read.`, 'Give the path of a .jsonl or .jsonl.gz file.', {
      cause,
    })
  }
}
