import { Dexie, type EntityTable } from 'dexie'
import type { GradedSample } from '../core/grading/types'
import type { GradeStore } from '../lab/grade/port'
import { named } from './run-store'

class GradeDatabase extends Dexie {
  declare readonly graded: EntityTable<GradedSample, 'id'>

  constructor(name: string) {
    super(name)
    this.version(1).stores({ graded: 'id' })
  }
}

/** Verdicts of imported samples, in IndexedDB, by their id: equal work is done once. Errors: LabError `storage-full`, `storage`. */
export function createGradeStore(name = 'shakedown-grades'): GradeStore {
  const { graded } = new GradeDatabase(name)
  return {
    graded: (ids) =>
      named(async () => {
        const found = await graded.bulkGet([...ids])
        return new Map(found.flatMap((sample) => (sample === undefined ? [] : [[sample.id, sample] as const])))
      }),
    putGraded: (sample) => named(async () => void (await graded.put(sample))),
  }
}
