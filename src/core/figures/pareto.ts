import { cellKey } from '../experiment/cells'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import { cleanCondition, type Suite } from '../metrics/summary'
import { passEstimate, type PassEstimate } from './estimates'
import { schemeName, variantGroups } from './groups'
import type { ModelName } from './model-name'
import { pairedOutcomes } from './outcomes'

/** A variant by what it costs and what it is worth, clean. */
export interface ParetoRow {
  readonly model: ModelName
  readonly variant: number
  readonly scheme: string
  readonly isOriginal: boolean
  readonly parameters: number
  /** Of the weights under the scheme: what they take on disk, and in memory while the model is loaded. */
  readonly bytes: number
  /** Null where it was not measured. */
  readonly tokensPerSecond: number | null
  readonly pass: PassEstimate
  /** Another has no more bytes and passes no less, and is better in one of the two. */
  readonly dominatedBySize: boolean
  /** Another is no slower and passes no less, and is better in one of the two; false where speed is unknown. */
  readonly dominatedBySpeed: boolean
}

export function paretoRows(run: RunRecord, table: RunTable, suite: Suite, benchmark: string): ParetoRow[] {
  const clean = cleanCondition(run.spec)
  if (clean === null) return []
  const rows = variantGroups(run).flatMap(({ original, variants, name }) =>
    [original, ...variants].flatMap((variant) => {
      const pass = passEstimate(pairedOutcomes(table, [cellKey(variant, clean, benchmark)], suite), 'within')
      const made = run.variants[variant]
      if (pass === null || made === undefined) return []
      const speed = run.timing.tokens_per_second.find((one) => one.variant === variant)?.value ?? null
      return [
        {
          model: name,
          variant,
          scheme: schemeName(run, variant),
          isOriginal: variant === original,
          parameters: made.parameters,
          bytes: made.bytes,
          tokensPerSecond: speed,
          pass,
        },
      ]
    }),
  )
  return rows.map((row) => ({
    ...row,
    dominatedBySize:
      row.bytes > 0 && rows.some((other) => other.bytes > 0 && isDominated(row, other, -row.bytes, -other.bytes)),
    dominatedBySpeed: rows.some(
      (other) =>
        row.tokensPerSecond !== null &&
        other.tokensPerSecond !== null &&
        isDominated(row, other, row.tokensPerSecond, other.tokensPerSecond),
    ),
  }))
}

interface Passing {
  readonly pass: { readonly value: number }
}

/** `worth` is more when better. */
function isDominated(row: Passing, other: Passing, worth: number, otherWorth: number): boolean {
  const isNoWorse = other.pass.value >= row.pass.value && otherWorth >= worth
  return isNoWorse && (other.pass.value > row.pass.value || otherWorth > worth)
}
