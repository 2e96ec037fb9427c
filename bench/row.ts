/** One measurement. `theirs` is what it is compared with, `goal` what it has to reach; null where there is none. */
export interface BenchRow {
  readonly what: string
  readonly ours: number
  readonly theirs: number | null
  readonly ratio: number | null
  readonly unit: string
  readonly goal: number | null
  readonly met: boolean | null
}

export type Bench = (options: ReadonlyMap<string, string>) => Promise<BenchRow[]>
