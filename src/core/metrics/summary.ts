import { cellKey } from '../experiment/cells'
import type {
  CellRecord,
  DropRecord,
  RobustnessRecord,
  SampleRecord,
  SummaryRecord,
  WorstOfSeedsRecord,
} from '../experiment/record'
import { originalOf } from '../experiment/originals'
import type { Condition, Spec } from '../experiment/spec'
import { baselineOf } from './baseline'
import { countFlips } from './flips'
import { exactMcNemar } from './mcnemar'
import { dropInterval } from './intervals'
import { passes, type Outcomes } from './paired'
import { robustness } from './robustness'
import { seedGroups } from './seed-groups'
import { worstOfSeeds } from './worst-of-seeds'

export type Suite = DropRecord['suite']
const SUITES: readonly Suite[] = ['base', 'plus']

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

/** Place of the clean condition: the first with neither prompt nor weights; null where there is none. */
export function cleanCondition(spec: { readonly conditions: readonly Condition[] }): number | null {
  const place = spec.conditions.findIndex(({ prompt, weights }) => prompt === null && weights === null)
  return place < 0 ? null : place
}

/**
 * The statistics of a run, from its samples. Pure; the order of the samples does not matter. Every cell of the spec is
 * there, with n 0 while it has no sample; comparisons take the problems that all their arms have, and are left out
 * where there is none. Order: as in the spec, variants outermost, then conditions, benchmarks, suites.
 */
export function summarise(spec: Spec, samples: readonly JudgedSample[]): SummaryRecord {
  const arms = new Arms(samples)
  const clean = cleanCondition(spec)
  const cells: CellRecord[] = []
  const drops: DropRecord[] = []
  const losses: DropRecord[] = []
  const scores: RobustnessRecord[] = []
  spec.variants.forEach((_, variant) => {
    const first = originalOf(spec.variants, variant)
    const isOriginal = first === variant
    spec.conditions.forEach((_, condition) => {
      for (const { id } of spec.benchmarks) {
        const here = cellKey(variant, condition, id)
        const original = cellKey(first, condition, id)
        cells.push(cellRecord(arms, { key: here, variant, condition, benchmark: id }, isOriginal ? null : original))
        for (const suite of SUITES) {
          if (!isOriginal) losses.push(...comparison(arms, original, here, suite))
          const baseline = baselineOf(spec.conditions, condition, clean)
          if (baseline === null) continue
          const reference = cellKey(variant, baseline, id)
          // Against a control only problems count that both changed: what an attack leaves alone it leaves without the half.
          const shown =
            baseline === clean || clean === null
              ? null
              : [cellKey(first, clean, id), cellKey(first, baseline, id), original]
          const keep = shown === null ? () => true : arms.changedIn(shown)
          drops.push(...comparison(arms, reference, here, suite, keep))
          if (isOriginal) continue
          const four = arms.paired([cellKey(first, baseline, id), original, reference, here], suite, keep)
          scores.push(...robustnessRecord(four, { condition, variant, benchmark: id, suite }))
        }
      }
    })
  })
  const worst = clean === null ? [] : worstRecords(arms, spec, clean)
  return { cells, drops, losses, robustness: scores, ...(worst.length > 0 && { worst_of_seeds: worst }) }
}

/** A record for each variant, benchmark and suite of every group of conditions that differ in their seeds only. */
function worstRecords(arms: Arms, spec: Spec, clean: number): WorstOfSeedsRecord[] {
  const groups = seedGroups(spec.conditions)
  return spec.variants.flatMap((_, variant) =>
    groups.flatMap((conditions) =>
      spec.benchmarks.flatMap(({ id }) =>
        SUITES.flatMap((suite): WorstOfSeedsRecord[] => {
          const places = [clean, ...conditions].map((condition) => cellKey(variant, condition, id))
          const [before = [], ...versions] = arms.paired(places, suite)
          if (before.length === 0) return []
          const worst = worstOfSeeds(
            before.map((right, problem) => ({
              clean: [right],
              perturbed: versions.map((version) => [version[problem] === true]),
            })),
          )
          return [
            {
              variant,
              benchmark: id,
              suite,
              conditions,
              n: before.length,
              pass: worst.pass,
              robust_pass: worst.robustPass,
              robust_drop: worst.robustDrop,
              robust_relative: worst.robustRelative,
              attack_success: worst.attackSuccess,
            },
          ]
        }),
      ),
    ),
  )
}

/** Samples by cell and problem. */
class Arms {
  private readonly cells = new Map<string, Map<string, JudgedSample>>()

  constructor(samples: readonly JudgedSample[]) {
    for (const sample of samples) {
      const cell = this.cells.get(sample.cell) ?? new Map<string, JudgedSample>()
      this.cells.set(sample.cell, cell)
      cell.set(`${sample.index} ${sample.task_id}`, sample)
    }
  }

  /** Problems whose prompt in each of the cells but the first differs from that in the first. */
  changedIn([clean = '', ...others]: readonly string[]): (key: string) => boolean {
    const promptOf = (cell: string, key: string) => this.cells.get(cell)?.get(key)?.prompt
    return (key) => others.every((cell) => promptOf(cell, key) !== promptOf(clean, key))
  }

  all(cell: string, suite: Suite): Outcomes {
    return this.paired([cell], suite)[0] ?? []
  }

  /** Outcomes of the problems that every one of the cells has, in one order, whatever that of the samples. */
  paired(cells: readonly string[], suite: Suite, keep: (key: string) => boolean = () => true): Outcomes[] {
    const maps = cells.map((cell) => this.cells.get(cell) ?? new Map<string, JudgedSample>())
    const shared = [...(maps[0]?.keys() ?? [])].filter((key) => keep(key) && maps.every((map) => map.has(key))).sort()
    return maps.map((map) =>
      shared.map((key) => {
        const sample = map.get(key)
        return sample !== undefined && passed(sample, suite)
      }),
    )
  }
}

function cellRecord(
  arms: Arms,
  place: Pick<CellRecord, 'key' | 'variant' | 'condition' | 'benchmark'>,
  original: string | null,
): CellRecord {
  const base = arms.all(place.key, 'base')
  return {
    ...place,
    n: base.length,
    base_passed: passes(base),
    plus_passed: passes(arms.all(place.key, 'plus')),
    flips: original === null ? null : flipsAgainst(arms, original, place.key),
  }
}

function flipsAgainst(arms: Arms, original: string, cell: string): CellRecord['flips'] {
  const [before = [], after = []] = arms.paired([original, cell], 'plus')
  return countFlips(before, after)
}

function comparison(
  arms: Arms,
  against: string,
  cell: string,
  suite: Suite,
  keep?: (key: string) => boolean,
): DropRecord[] {
  const [before = [], after = []] = arms.paired([against, cell], suite, keep)
  if (before.length === 0) return []
  const { lost, gained } = countFlips(before, after)
  const n = before.length
  const interval = dropInterval(before, after)
  return [
    {
      cell,
      against,
      suite,
      n,
      drop: (lost - gained) / n,
      ...interval,
      lost,
      gained,
      mcnemar_p: exactMcNemar(lost, gained),
    },
  ]
}

function robustnessRecord(
  four: readonly Outcomes[],
  place: Pick<RobustnessRecord, 'condition' | 'variant' | 'benchmark' | 'suite'>,
): RobustnessRecord[] {
  const [originalClean = [], originalPerturbed = [], variantClean = [], variantPerturbed = []] = four
  if (originalClean.length === 0) return []
  return [{ ...place, ...robustness({ originalClean, originalPerturbed, variantClean, variantPerturbed }) }]
}
