import { LabError } from '../errors'

/** One of several parts of a run: the problems whose place in the file is `index - 1` more than a multiple of `of`. */
export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
}

const MOST_SHARDS = 1000

/** Whether a problem, by its place in the benchmark from 0, belongs to a shard. Shards are disjoint and complete. */
export function inShard(place: number, shard: Shard | null): boolean {
  return shard === null || place % shard.of === shard.index - 1
}

/** Reads "i/n". Throws LabError `usage`. */
export function parseShard(text: string): Shard {
  const found = /^(\d{1,4})\/(\d{1,4})$/.exec(text)
  const shard = { index: Number(found?.[1]), of: Number(found?.[2]) }
  if (found !== null && shard.index >= 1 && shard.index <= shard.of && shard.of <= MOST_SHARDS) return shard
  throw new LabError(
    'usage',
    `--shard: "${text}" is no part of a run.`,
    'Write i/n with i from 1 to n, e.g. --shard 2/4.',
  )
}
