import { Dexie, type EntityTable } from 'dexie'
import { LabError } from '../core/errors'
import type { PromptRecord, SampleRecord } from '../core/experiment/record'
import type { Judged } from '../core/experiment/run-table'
import { ID_BYTES, idBytes, idText } from '../core/hash'
import { sampleBytes } from '../core/experiment/forecast'
import type { RunStore, RunUsage, StoredRun, StoredTable } from '../lab/ports'

interface Members {
  readonly specId: string
  /** SHA-256 ids, 32 bytes each. */
  readonly ids: Uint8Array<ArrayBuffer>
}

class RunDatabase extends Dexie {
  declare readonly runs: EntityTable<StoredRun, 'specId'>
  declare readonly samples: EntityTable<SampleRecord, 'id'>
  declare readonly prompts: EntityTable<PromptRecord, 'hash'>
  declare readonly members: EntityTable<Members, 'specId'>
  declare readonly columns: EntityTable<StoredTable, 'specId'>

  constructor(name: string) {
    super(name)
    this.version(1).stores({ runs: 'specId, updated', samples: 'id', prompts: 'hash' })
    // What version 1 kept stays as it is; a run without members keeps all samples until it is started again or deleted.
    this.version(2).stores({ members: 'specId', columns: 'specId' })
  }
}

/** Keys handed to the database at a time, so that a large run never stands in memory with all its texts. */
const CHUNK = 2000
/** Samples read to say how many bytes one takes. */
const WEIGHED = 32

/**
 * The runs of this browser, in IndexedDB. Samples are shared by all runs that need them: deleting a run frees its record,
 * its columns, and the samples that no other run needs. Errors: LabError `storage-full`, `storage`.
 */
export function createRunStore(name = 'shakedown'): RunStore {
  const database = new RunDatabase(name)
  const { runs, samples, prompts, members, columns } = database
  return {
    putRun: (run) => named(async () => void (await runs.put(run))),
    runs: () => named(() => runs.orderBy('updated').reverse().toArray()),
    run: (specId) => named(async () => (await runs.get(specId)) ?? null),
    addMembers: (specId, ids) =>
      named(() =>
        database.transaction('rw', members, async () => {
          const known = idsOf(await members.get(specId))
          for (const id of ids) known.add(id)
          await members.put({ specId, ids: packed([...known]) })
        }),
      ),
    deleteRun: (specId) =>
      named(() =>
        database.transaction('rw', [runs, samples, prompts, members, columns], async () => {
          const own = idsOf(await members.get(specId))
          await Promise.all([runs, members, columns].map((table) => table.delete(specId)))
          const others = await runs.toCollection().primaryKeys()
          if (others.length === 0) {
            await Promise.all([samples.clear(), prompts.clear(), members.clear(), columns.clear()])
            return
          }
          for (const other of others) {
            const needed = await members.get(other)
            // A run of an earlier version does not say what it needs: nothing is taken from it.
            if (needed === undefined) return
            for (const id of idsOf(needed)) own.delete(id)
          }
          await samples.bulkDelete([...own])
        }),
      ),
    usage: () =>
      named(async () => {
        const kept = new Set(await samples.toCollection().primaryKeys())
        const found = new Map<string, RunUsage>()
        for (const run of await members.toArray()) {
          const needed = idsOf(run)
          const there = [...needed].filter((id) => kept.has(id))
          const some = await samples.bulkGet(evenly(there, WEIGHED))
          const weights = some.flatMap((sample) => (sample === undefined ? [] : [sampleBytes(sample)]))
          const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length)
          found.set(run.specId, { needed: needed.size, there: there.length, bytes: Math.round(mean * there.length) })
        }
        return found
      }),
    putTable: (table) => named(async () => void (await columns.put(table))),
    table: (specId) => named(async () => (await columns.get(specId)) ?? null),
    putSample: (sample) => named(async () => void (await samples.put(sample))),
    samples: (ids) => named(async () => byKey(await samples.bulkGet([...ids]), (sample) => sample.id)),
    judged: (ids) =>
      named(async () => {
        const found = new Map<string, Judged>()
        for (let at = 0; at < ids.length; at += CHUNK) {
          for (const sample of await samples.bulkGet(ids.slice(at, at + CHUNK))) {
            if (sample === undefined) continue
            const { id, base_status, plus_status, kind, tokens } = sample
            found.set(id, { base_status, plus_status, kind, tokens })
          }
        }
        return found
      }),
    putPrompts: (records) => named(async () => void (await prompts.bulkPut([...records]))),
    prompts: (hashes) => named(async () => byKey(await prompts.bulkGet([...hashes]), (prompt) => prompt.hash)),
  }
}

function idsOf(members: Members | undefined): Set<string> {
  const bytes = members?.ids ?? new Uint8Array()
  const ids = new Set<string>()
  for (let at = 0; at + ID_BYTES <= bytes.length; at += ID_BYTES) ids.add(idText(bytes.subarray(at, at + ID_BYTES)))
  return ids
}

/** At most `count` of the items, from all over the list. */
function evenly<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count)
  return items.filter((_, place) => Math.floor(place / step) !== Math.floor((place - 1) / step))
}

function packed(ids: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(ID_BYTES * ids.length)
  ids.forEach((id, place) => bytes.set(idBytes(id), ID_BYTES * place))
  return bytes
}

function byKey<T>(found: readonly (T | undefined)[], key: (value: T) => string): Map<string, T> {
  return new Map(found.flatMap((value) => (value === undefined ? [] : [[key(value), value]])))
}

/** Runs a database call; its errors get names. */
export async function named<T>(call: () => PromiseLike<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    throw storageError(cause)
  }
}

function storageError(cause: unknown): LabError {
  if (cause instanceof LabError) return cause
  if (isQuotaError(cause)) {
    return new LabError(
      'storage-full',
      'The browser has no room left for this site.',
      'Export and delete old runs or models, or free disk space, then start the run again: what was stored is kept.',
      { cause },
    )
  }
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  return new LabError(
    'storage',
    `The browser's database failed (${reason}).`,
    'Reload the page. In a private window, or where site data are blocked, nothing can be stored: use a normal window.',
    { cause },
  )
}

/** Dexie wraps what the browser threw: the name may be on the error, its `inner`, or one of its `failures`. */
export function isQuotaError(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false
  if ('name' in thrown && thrown.name === 'QuotaExceededError') return true
  if ('inner' in thrown && isQuotaError(thrown.inner)) return true
  return 'failures' in thrown && Array.isArray(thrown.failures) && thrown.failures.some(isQuotaError)
}
