import { LabError } from '../core/errors'
import type { OpenRun } from '../core/experiment/open-run'
import { parseVerdicts } from '../core/experiment/verdict-file'
import type { RunStore } from './ports'
import { idsByCell, unpackId } from './run/pack-ids'

/** Samples read at a time when all are asked for. */
const CHUNK = 500

/**
 * A finished run of the history: its columns at once, its texts from the store as they are asked for, without any model.
 * Throws LabError `not-found` where the run is not finished or is gone.
 */
export async function openStored(specId: string, store: RunStore): Promise<OpenRun> {
  const [stored, columns] = await Promise.all([store.run(specId), store.table(specId)])
  if (stored === null || stored.record === null || columns === null) throw notThere(stored !== null)
  const run = stored.record
  const { table, sent } = parseVerdicts(columns.verdicts, run)
  const read = async (cell: string, id: string | null) => {
    const found = id === null ? undefined : (await store.samples([id])).get(id)
    return found === undefined ? null : { ...found, cell }
  }
  return {
    run,
    table,
    sent,
    texts: table.size,
    sample: async (cell, task, index = 0) => {
      const place = table.place(cell, task, index)
      return place === null ? null : read(cell, unpackId(columns.ids, table, cell, place))
    },
    prompt: async (condition, benchmark, task) => {
      const hash = sent.hash(condition, benchmark, task)
      return hash === null ? null : ((await store.prompts([hash])).get(hash) ?? null)
    },
    samples: async function* () {
      for (const { cell, ids } of idsByCell(columns.ids, table)) {
        for (let at = 0; at < ids.length; at += CHUNK) {
          const part = ids.slice(at, at + CHUNK)
          const found = await store.samples(part)
          yield part.flatMap((id) => {
            const sample = found.get(id)
            return sample === undefined ? [] : [{ ...sample, cell }]
          })
        }
      }
    },
    prompts: async () => [...(await store.prompts(columns.verdicts.prompts)).values()],
  }
}

function notThere(isKnown: boolean): LabError {
  return new LabError(
    'not-found',
    isKnown ? 'This run is not finished.' : 'This browser has no run of that name.',
    'Start it on the bench: what is there already is not made anew. Or open its file.',
  )
}
