import { LabError } from '../errors'
import type { PromptForm } from './types'

export interface ShippedBenchmark {
  readonly id: string
  readonly title: string
  readonly form: PromptForm
  /** Path within the site. */
  readonly path: string
}

/** Benchmarks that the site ships. The one place to add one. */
export const SHIPPED_BENCHMARKS: readonly ShippedBenchmark[] = [
  {
    id: 'starter-mbpp',
    title: 'Starter, sentence and one assert',
    form: 'mbpp',
    path: 'benchmarks/starter-mbpp.jsonl.gz',
  },
  {
    id: 'starter-humaneval',
    title: 'Starter, signature and docstring',
    form: 'humaneval',
    path: 'benchmarks/starter-humaneval.jsonl.gz',
  },
]

/** Throws LabError `unknown-benchmark`. */
export function shippedBenchmark(id: string): ShippedBenchmark {
  const found = SHIPPED_BENCHMARKS.find((benchmark) => benchmark.id === id)
  if (found !== undefined) return found
  const known = SHIPPED_BENCHMARKS.map((benchmark) => benchmark.id).join(', ')
  throw new LabError('unknown-benchmark', `There is no benchmark "${id}".`, `Known: ${known}.`)
}
