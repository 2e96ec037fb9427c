import { cellKey } from '../experiment/cells'
import type { RunRecord } from '../experiment/record'
import type { RunTable } from '../experiment/run-table'
import type { Estimate } from '../metrics/seeded-intervals'
import { cleanCondition, type Suite } from '../metrics/summary'
import { problemMean } from './estimates'
import { schemeName, variantGroups } from './groups'
import { pairedOutcomes } from './outcomes'

/**
 * The paper's mean clean loss over its twelve models, in percent (section V-C): "8-bit quantization decreases clean
 * performance by just 0.36% on average, while 4-bit causes a more noticeable 1.19% reduction". It does not say whether
 * these are points or parts of the clean pass@1.
 */
export const PAPER_LOSS = { 8: 0.0036, 4: 0.0119 } as const

export interface MeanLossRow {
  readonly scheme: string
  /** Models that it was run on. */
  readonly models: number
  /** Problems that all of them have. */
  readonly n: number
  /** Mean over models of clean pass@1 of the original minus that of the variant, problems resampled for all models at once. */
  readonly loss: Estimate
  /** Mean over models of the loss as a part of the original's clean pass@1; null where an original passes nothing. */
  readonly relative: number | null
  /** Where the scheme has 8 or 4 bits. */
  readonly paper: number | null
}

export function meanLosses(run: RunRecord, table: RunTable, suite: Suite, benchmark: string): MeanLossRow[] {
  const clean = cleanCondition(run.spec)
  if (clean === null) return []
  const pairs = new Map<string, (readonly [string, string])[]>()
  for (const { original, variants } of variantGroups(run)) {
    for (const variant of variants) {
      const scheme = schemeName(run, variant)
      const cells = [cellKey(original, clean, benchmark), cellKey(variant, clean, benchmark)] as const
      pairs.set(scheme, [...(pairs.get(scheme) ?? []), cells])
    }
  }
  return [...pairs].flatMap(([scheme, cells]): MeanLossRow[] => {
    const arms = pairedOutcomes(table, cells.flat(), suite)
    const models = cells.length
    const n = arms[0]?.length ?? 0
    const nets = Array.from({ length: n }, (_, place) => {
      let net = 0
      for (let model = 0; model < models; model += 1) {
        net += Number(arms[2 * model]?.[place] ?? false) - Number(arms[2 * model + 1]?.[place] ?? false)
      }
      return net / models
    })
    const loss = problemMean(nets)
    if (loss === null) return []
    const passed = arms.map((arm) => arm.filter(Boolean).length)
    const parts = cells.map((_, model) => {
      const [before = 0, after = 0] = [passed[2 * model], passed[2 * model + 1]]
      return before === 0 ? null : (before - after) / before
    })
    const relative = parts.includes(null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) / models
    const bits = bitsOf(scheme)
    return [{ scheme, models, n, loss, relative, paper: bits === null ? null : PAPER_LOSS[bits] }]
  })
}

/** 8 or 4 where the name of a scheme says so; the paper's two. */
export function bitsOf(scheme: string): 8 | 4 | null {
  const found = /(?:int|nf|fp|q)-?(8|4)(?!\d)/i.exec(scheme)
  return found?.[1] === '8' ? 8 : found?.[1] === '4' ? 4 : null
}
