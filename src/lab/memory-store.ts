import { sampleBytes } from '../core/experiment/forecast'
import type { PromptRecord, SampleRecord } from '../core/experiment/record'
import type { RunStore, StoredRun, StoredTable } from './ports'

/** A run store that lives as long as its page: for the headless command, which keeps samples in files, and for tests. */
export function createMemoryStore(finished: readonly SampleRecord[] = []): RunStore {
  const runs = new Map<string, StoredRun>()
  const samples = new Map(finished.map((sample) => [sample.id, sample]))
  const prompts = new Map<string, PromptRecord>()
  const tables = new Map<string, StoredTable>()
  const members = new Map<string, Set<string>>()
  return {
    putRun: async (run) => void runs.set(run.specId, run),
    runs: async () => [...runs.values()].sort((a, b) => (a.updated < b.updated ? 1 : -1)),
    run: async (specId) => runs.get(specId) ?? null,
    addMembers: async (specId, ids) => {
      members.set(specId, new Set([...(members.get(specId) ?? []), ...ids]))
    },
    usage: async () =>
      new Map(
        [...members].map(([specId, ids]) => {
          const there = [...ids].flatMap((id) => samples.get(id) ?? [])
          const bytes = there.reduce((sum, sample) => sum + sampleBytes(sample), 0)
          return [specId, { needed: ids.size, there: there.length, bytes }]
        }),
      ),
    deleteRun: async (specId) => {
      const own = members.get(specId) ?? new Set()
      runs.delete(specId)
      tables.delete(specId)
      members.delete(specId)
      for (const id of own) if (![...members.values()].some((ids) => ids.has(id))) samples.delete(id)
    },
    putTable: async (table) => void tables.set(table.specId, table),
    table: async (specId) => tables.get(specId) ?? null,
    putSample: async (sample) => void samples.set(sample.id, sample),
    samples: async (ids) => pick(samples, ids),
    judged: async (ids) => pick(samples, ids),
    putPrompts: async (records) => {
      for (const record of records) prompts.set(record.hash, record)
    },
    prompts: async (hashes) => pick(prompts, hashes),
  }
}

function pick<T>(from: ReadonlyMap<string, T>, keys: readonly string[]): Map<string, T> {
  const found = new Map<string, T>()
  for (const key of keys) {
    const value = from.get(key)
    if (value !== undefined) found.set(key, value)
  }
  return found
}
