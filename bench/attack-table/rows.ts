import { cellKey } from '../../src/core/experiment/cells.ts'
import type { RunBundle, SampleRecord } from '../../src/core/experiment/record.ts'
import { passed } from '../../src/core/metrics/summary.ts'

/** One attack in one mode, over all problems. */
export interface AttackRow {
  readonly attack: string
  readonly mode: 'published' | 'corrected'
  readonly benchmark: string
  /** Place of its condition in the run. */
  readonly condition: number
  /** Share of the prompts that differ from the clean ones. */
  readonly changed: number
  /** Of the prompts that it changed; null where there are none. */
  readonly edits: number | null
  /** Passes of each variant, base and plus tests together. */
  readonly passed: readonly number[]
}

/** In the order of the run's conditions. */
export function attackRows(bundle: RunBundle, benchmark: string): AttackRow[] {
  const prompts = new Map(bundle.prompts.map((prompt) => [prompt.hash, prompt]))
  const cells = samplesByCell(bundle)
  return bundle.run.conditions.flatMap(({ prompt }, condition): AttackRow[] => {
    if (prompt === null) return []
    const counts = editsOf(cells.get(cellKey(0, condition, benchmark)) ?? [], prompts)
    const changed = counts.filter((count) => count > 0)
    return [
      {
        attack: prompt.attack,
        mode: prompt.mode,
        benchmark,
        condition,
        changed: changed.length / counts.length,
        edits: changed.length === 0 ? null : changed.reduce((sum, count) => sum + count, 0) / changed.length,
        passed: passesOf(bundle, condition, benchmark),
      },
    ]
  })
}

/** Passes of each variant under a condition. */
export function passesOf(bundle: RunBundle, condition: number, benchmark: string): number[] {
  const cells = samplesByCell(bundle)
  return bundle.run.variants.map((_, variant) => {
    const samples = cells.get(cellKey(variant, condition, benchmark)) ?? []
    return samples.filter((sample) => passed(sample, 'plus')).length
  })
}

export function samplesByCell({ samples }: RunBundle): Map<string, SampleRecord[]> {
  const cells = new Map<string, SampleRecord[]>()
  for (const sample of samples) {
    const cell = cells.get(sample.cell) ?? []
    cells.set(sample.cell, cell)
    cell.push(sample)
  }
  return cells
}

function editsOf(
  samples: readonly SampleRecord[],
  prompts: ReadonlyMap<string, { readonly edits: readonly object[] }>,
): number[] {
  return samples.map(({ prompt }) => prompts.get(prompt)?.edits.length ?? 0)
}
