import { LabError } from '../errors'
import type { PromptForm } from './types'

export interface ShippedBenchmark {
  readonly id: string
  readonly title: string
  readonly form: PromptForm
  /** Path within the site. */
  readonly path: string
  /** Facts of the file, so that pages can tell them without reading it; a test holds them to it. */
  readonly md5: string
  readonly problems: number
  readonly tests: { readonly base: number; readonly plus: number }
}

/** Benchmarks that the site ships. The one place to add one. */
export const SHIPPED_BENCHMARKS: readonly ShippedBenchmark[] = [
  {
    id: 'starter-mbpp',
    title: 'Starter, sentence and one assert',
    form: 'mbpp',
    path: 'benchmarks/starter-mbpp.jsonl.gz',
    md5: '3ed694d62bdca9047d44cace4340722e',
    problems: 164,
    tests: { base: 820, plus: 7872 },
  },
  {
    id: 'starter-humaneval',
    title: 'Starter, signature and docstring',
    form: 'humaneval',
    path: 'benchmarks/starter-humaneval.jsonl.gz',
    md5: 'c00959a7fe54cbf7edbccb9f36a8a14e',
    problems: 164,
    tests: { base: 820, plus: 7872 },
  },
]

/** Null where the site ships no such benchmark. */
export function shippedBenchmark(id: string): ShippedBenchmark | null {
  return SHIPPED_BENCHMARKS.find((benchmark) => benchmark.id === id) ?? null
}

export function unknownBenchmark(id: string): LabError {
  const known = SHIPPED_BENCHMARKS.map((benchmark) => benchmark.id).join(', ')
  return new LabError(
    'unknown-benchmark',
    `There is no benchmark "${id}" here.`,
    `The site ships ${known}. Import any other on the page first, or give its file to the command.`,
  )
}
