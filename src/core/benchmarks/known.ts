import { SHIPPED_BENCHMARKS } from './registry'

export interface KnownBenchmark {
  readonly id: string
  /** Name and version. */
  readonly title: string
}

/** Published files by the MD5 of the unpacked .jsonl: facts, the files themselves are not shipped. */
const PUBLISHED: Readonly<Record<string, KnownBenchmark>> = {
  fe585eb4df8c88d844eeb463ea4d0302: { id: 'humaneval-plus-v0.1.10', title: 'HumanEval+ v0.1.10' },
  ee43ecabebf20deef4bb776a405ac5b1: { id: 'mbpp-plus-v0.2.0', title: 'MBPP+ v0.2.0' },
  '88771747746422b8669027625578460c': { id: 'humaneval', title: 'HumanEval' },
}

/** Null where the MD5 is of no published file. */
export function publishedBenchmark(md5: string): KnownBenchmark | null {
  return PUBLISHED[md5] ?? null
}

/**
 * What a benchmark is called everywhere: a published one by its name and version, one that the site ships as there, any
 * other by its file's name and its content, so that page and command agree and two files never share an id.
 */
export function benchmarkId(fileName: string, md5: string): string {
  const shipped = SHIPPED_BENCHMARKS.find((benchmark) => benchmark.md5 === md5)
  const known = publishedBenchmark(md5) ?? shipped
  return known?.id ?? `${slugOf(fileName)}-${md5.slice(0, 8)}`
}

const LONGEST_SLUG = 40

function slugOf(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? ''
  const slug = base
    .toLowerCase()
    .replace(/(\.jsonl?)?(\.gz)?$/, '')
    .replace(/[^a-z0-9.]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug === '' ? 'benchmark' : slug
}

/** What benchmarkId gives: whether there is such a benchmark shows when it is loaded. */
export function isBenchmarkId(id: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{0,79}$/.test(id)
}
