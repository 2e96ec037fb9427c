import type { BenchPreset } from './bench-preset'
import type { FindingId } from './findings'
import { recount, type Recount } from './recount'
import { PAPER_CELLS, type PaperCell } from './table-one'

/** A claim or a piece of advice of the paper, and what could speak for it. */
export interface Advice {
  readonly id: string
  readonly where: string
  readonly claim: string
  /** Cells of Table I that it is about; null where the table says nothing of it. */
  readonly count: Recount | null
  readonly remark: string
  /** What is measured here of it; null where the embedded models are no test of it. */
  readonly finding: FindingId | null
}

/** "350M" as 0.35, "6.7B" as 6.7. */
export function billions({ size }: Pick<PaperCell, 'size'>): number {
  const value = Number.parseFloat(size)
  return size.endsWith('M') ? value / 1000 : value
}

const between = (above: number, upTo: number): Recount =>
  recount(PAPER_CELLS.filter((cell) => billions(cell) > above && billions(cell) <= upTo))

export const ADVICE: readonly Advice[] = [
  {
    id: 'advice-small',
    where: 'Section VI.B',
    claim: 'Models of 350M to 3B gain robustness by quantization and lose little.',
    count: between(0, 3),
    remark: 'Base and plus suites of the same generations are both counted, so p is too small.',
    finding: 'drop-by-size',
  },
  {
    id: 'advice-medium',
    where: 'Section VI.B',
    claim: 'For models of 3B to 7B, 8-bit is the best balance.',
    count: between(3, 7),
    remark: 'Table I does not say whether its models are stored in 8 or 4 bits.',
    finding: null,
  },
  {
    id: 'advice-large',
    where: 'Section VI.B',
    claim: 'Above 7B the effect varies by family, so quantization needs care.',
    count: between(7, Infinity),
    remark: 'Three models: LLaMA 8B, DeepSeek 33B, StarCoder 15B. Every program is counted twice here too.',
    finding: null,
  },
  {
    id: 'advice-eight-bit',
    where: 'Sections V.C and VI.B',
    claim: 'For general use 8-bit is best; 4-bit is for small models where memory is short.',
    count: null,
    remark:
      'By the text on Figure 5, under one attack: 8-bit ahead for 5 of 12 models, 4-bit for 2, both alike for 1, the original for 4.',
    finding: 'drop',
  },
  {
    id: 'advice-noise',
    where: 'Section V.B',
    claim: 'Quantized models withstand more noise of their weights, above all from a level of 3e-3 on.',
    count: null,
    remark: 'The two arms got noise on different weights (the first confound above).',
    finding: 'noise',
  },
]

/** Studies that ask after the advice on models that a person has. */
export const ADVICE_RUNS: readonly { readonly preset: BenchPreset; readonly name: string }[] = [
  { preset: 'rq1-corrected', name: 'attacks, corrected' },
  { preset: 'family-252', name: "the paper's grid of precisions and noise" },
  { preset: 'ship-check', name: 'is my 4-bit file as good?' },
]
