import type { DropRecord, SampleRecord } from '../experiment/record'

export type Suite = DropRecord['suite']

/** What a comparison needs of a sample; a SampleRecord is one. */
export type JudgedSample = Pick<SampleRecord, 'cell' | 'task_id' | 'index' | 'base_status' | 'plus_status'> &
  // Only what is compared with a control needs it.
  Partial<Pick<SampleRecord, 'prompt'>>

/** EvalPlus's rule: the plus verdict counts only together with the base verdict. Without plus tests the base verdict stands. */
export function passed(sample: Pick<SampleRecord, 'base_status' | 'plus_status'>, suite: Suite): boolean {
  return (
    sample.base_status === 'pass' && (suite === 'base' || sample.plus_status === 'pass' || sample.plus_status === null)
  )
}
