import { directionAgreement, type DirectionAgreement } from '../metrics/agreement'
import type { DropDifference } from './differences'
import type { Comparison } from './comparisons'

/** Whether base and plus tests say the same of a run. Both grade the same programs, so agreement is no second proof. */
export interface BasePlusAgreement {
  /** Who drops less: differences of drops, cell by cell. */
  readonly differences: DirectionAgreement
  /** Which way a drop goes, cell by cell. */
  readonly drops: DirectionAgreement
}

interface BySuite<T> {
  readonly base: readonly T[]
  readonly plus: readonly T[]
}

/** Controls left out. The rows of both suites are the same cells in the same order. */
export function basePlusAgreement(differences: BySuite<DropDifference>, drops: BySuite<Comparison>): BasePlusAgreement {
  return { differences: agreementOf(differences), drops: agreementOf(drops) }
}

function agreementOf({ base, plus }: BySuite<{ readonly difference: number; readonly is_control: boolean }>) {
  return directionAgreement(
    base.flatMap((row, place) => {
      const other = plus[place]
      return row.is_control || other === undefined ? [] : [[row.difference, other.difference] as const]
    }),
  )
}
