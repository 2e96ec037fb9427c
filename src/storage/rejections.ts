import { Dexie, type Table } from 'dexie'
import type { RejectedPrompt } from '../core/experiment/record'
import type { RejectionStore } from '../lab/ports'
import { named } from './run-store'

class RejectionDatabase extends Dexie {
  declare readonly rejected: Table<RejectedPrompt, [string, string]>

  constructor(name: string) {
    super(name)
    this.version(1).stores({ rejected: '[task_id+prompt]' })
  }
}

/** Perturbed prompts that a person rejected, in IndexedDB. */
export function createRejectionStore(name = 'shakedown-rejections'): RejectionStore {
  const { rejected } = new RejectionDatabase(name)
  return {
    all: () => named(() => rejected.toArray()),
    put: (one) => named(async () => void (await rejected.put(one))),
    remove: ({ task_id, prompt }) => named(() => rejected.delete([task_id, prompt])),
  }
}
