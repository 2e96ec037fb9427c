import { ID_BYTES, idBytes, idText } from '../../core/hash'
import type { OpenRun } from '../../core/experiment/open-run'
import type { RunTable } from '../../core/experiment/run-table'
import type { FinishedTask } from './collected'

/** Ids of the samples in the order of a table's cells and columns; zeros where there is none. */
export function packIds(table: RunTable, finished: readonly FinishedTask[]): Uint8Array<ArrayBuffer> {
  const { starts, total } = columnStarts(table)
  const bytes = new Uint8Array(ID_BYTES * total)
  for (const { task } of finished) {
    const place = table.place(task.cell.key, task.job.problem.taskId, task.job.index)
    const start = starts.get(task.cell.key)
    if (place !== null && start !== undefined) bytes.set(idBytes(task.id), ID_BYTES * (start + place))
  }
  return bytes
}

/** As `packIds`, of a run whose samples are read one by one: also proves that every one of them can be read. */
export async function packOpenIds({
  table,
  samples,
}: Pick<OpenRun, 'table' | 'samples'>): Promise<{ packed: Uint8Array<ArrayBuffer>; all: string[] }> {
  const { starts, total } = columnStarts(table)
  const packed = new Uint8Array(ID_BYTES * total)
  const all = new Set<string>()
  for await (const part of samples()) {
    for (const { id, cell, task_id, index } of part) {
      const place = table.place(cell, task_id, index)
      const start = starts.get(cell)
      if (place === null || start === undefined) continue
      packed.set(idBytes(id), ID_BYTES * (start + place))
      all.add(id)
    }
  }
  return { packed, all: [...all] }
}

/** The id at a place of a cell; null where there is none. */
export function unpackId(ids: Uint8Array, table: RunTable, cell: string, place: number): string | null {
  const start = columnStarts(table).starts.get(cell)
  return start === undefined ? null : idAt(ids, start + place)
}

/** All ids, cell by cell. */
export function idsByCell(ids: Uint8Array, table: RunTable): { readonly cell: string; readonly ids: string[] }[] {
  const { starts } = columnStarts(table)
  return [...starts].map(([cell, start]) => {
    const size = table.columns(cell)?.base.length ?? 0
    return { cell, ids: Array.from({ length: size }, (_, place) => idAt(ids, start + place) ?? []).flat() }
  })
}

function columnStarts(table: RunTable): { starts: ReadonlyMap<string, number>; total: number } {
  const starts = new Map<string, number>()
  let total = 0
  for (const key of table.keys) {
    starts.set(key, total)
    total += table.columns(key)?.base.length ?? 0
  }
  return { starts, total }
}

function idAt(ids: Uint8Array, place: number): string | null {
  const bytes = ids.subarray(ID_BYTES * place, ID_BYTES * (place + 1))
  return bytes.length < ID_BYTES || bytes.every((byte) => byte === 0) ? null : idText(bytes)
}
