import type { GradedSample } from '../../core/grading/types'
import type { GradeStore } from './port'

/** Verdicts kept as long as the page lives: for the command, which keeps them in files, and for tests. */
export function createMemoryGradeStore(
  before: readonly GradedSample[] = [],
  onPut: (sample: GradedSample) => void | Promise<void> = () => undefined,
): GradeStore {
  const kept = new Map(before.map((sample) => [sample.id, sample]))
  return {
    graded: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const sample = kept.get(id)
          return sample === undefined ? [] : [[id, sample] as const]
        }),
      ),
    putGraded: async (sample) => {
      kept.set(sample.id, sample)
      await onPut(sample)
    },
  }
}
