import { Dexie, type EntityTable } from 'dexie'
import { countTests } from '../core/benchmarks/count-tests'
import { parseBenchmark } from '../core/benchmarks/parse'
import {
  SHIPPED_BENCHMARKS,
  shippedBenchmark,
  unknownBenchmark,
  type ShippedBenchmark,
} from '../core/benchmarks/registry'
import type { Benchmark } from '../core/benchmarks/types'
import { LabError } from '../core/errors'
import type { BenchmarkEntry, BenchmarkLibrary } from '../lab/ports'
import { createBenchmarkSource } from './benchmarks'
import { askSiteFile, fetchSiteFile } from './fetch-file'
import { FOLDER, PUBLISHED_FILES } from './published-files'
import { named } from './run-store'

/** The file as it came, under its benchmark's id. */
interface StoredFile {
  readonly id: string
  readonly name: string
  readonly bytes: Uint8Array
}

class BenchmarkDatabase extends Dexie {
  declare readonly entries: EntityTable<BenchmarkEntry, 'id'>
  declare readonly files: EntityTable<StoredFile, 'id'>

  constructor(name: string) {
    super(name)
    this.version(1).stores({ entries: 'id', files: 'id' })
  }
}

export interface BenchmarkLibraryOptions {
  /** Address of the site, with a slash at the end. */
  readonly baseUrl: string
  readonly fetchFile?: typeof fetch
  /** Of the database. */
  readonly name?: string
}

/** The site's benchmarks and those a person brought, which are kept in IndexedDB as they came and parsed when loaded. */
export function createBenchmarkLibrary(options: BenchmarkLibraryOptions): BenchmarkLibrary {
  const { baseUrl, name = 'shakedown-benchmarks' } = options
  const fetchFile: typeof fetch = options.fetchFile ?? ((...request) => fetch(...request))
  const database = new BenchmarkDatabase(name)
  const { entries, files } = database
  const site = createBenchmarkSource(baseUrl, fetchFile)
  const loaded = new Map<string, Benchmark>()

  const add = async (fileName: string, bytes: Uint8Array): Promise<BenchmarkEntry> => {
    const benchmark = parseBenchmark(fileName, bytes)
    const shipped = shippedBenchmark(benchmark.id)
    if (shipped !== null) return shippedEntry(shipped)
    const entry = entryOf(benchmark, benchmark.published ?? fileName)
    return named(() =>
      database.transaction('rw', entries, files, async () => {
        const known = await entries.get(entry.id)
        if (known !== undefined) return known
        await files.put({ id: entry.id, name: fileName, bytes })
        await entries.put(entry)
        return entry
      }),
    )
  }

  return {
    add,
    async load(id, signal) {
      if (shippedBenchmark(id) !== null) return site.load(id, signal)
      const known = loaded.get(id)
      if (known !== undefined) return known
      const file = await named(() => files.get(id))
      if (file === undefined) throw unknownBenchmark(id)
      const benchmark = parseBenchmark(file.name, file.bytes, id)
      loaded.set(id, benchmark)
      return benchmark
    },
    async list() {
      const imported = await named(() => entries.toArray())
      return [
        ...SHIPPED_BENCHMARKS.map(shippedEntry),
        ...imported.sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0)),
      ]
    },
    async remove(id) {
      if (shippedBenchmark(id) !== null) {
        throw new LabError('usage', `${id} belongs to the site.`, 'Only benchmarks that were imported can be removed.')
      }
      loaded.delete(id)
      await named(() =>
        database.transaction('rw', entries, files, async () => {
          if ((await entries.get(id)) === undefined) throw unknownBenchmark(id)
          await entries.delete(id)
          await files.delete(id)
        }),
      )
    },
    async find(signal) {
      const asked = await Promise.all(
        PUBLISHED_FILES.map(async (file) => {
          const path = `${FOLDER}${file}`
          const answer = await askSiteFile(new URL(path, baseUrl).href, fetchFile, signal)
          return answer === null ? [] : [{ path, bytes: answer.bytes }]
        }),
      )
      return asked.flat()
    },
    async fetch(path, signal) {
      const file = PUBLISHED_FILES.find((known) => path === `${FOLDER}${known}`)
      if (file === undefined) {
        throw new LabError('usage', `${path} is no benchmark file that is looked for.`, 'Import the file itself.')
      }
      return add(file, await fetchSiteFile(new URL(path, baseUrl).href, fetchFile, signal))
    },
  }
}

function shippedEntry(shipped: ShippedBenchmark): BenchmarkEntry {
  const { id, title, form, problems, tests, md5 } = shipped
  return { id, title, format: 'evalplus', form, problems, tests, md5, published: null, origin: 'shipped' }
}

function entryOf(benchmark: Benchmark, title: string): BenchmarkEntry {
  const { id, format, form, problems, md5, published } = benchmark
  const tests = countTests(benchmark)
  return { id, title, format, form, problems: problems.length, tests, md5, published, origin: 'imported' }
}
