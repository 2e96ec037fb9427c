import { cellKey } from '../experiment/cells'
import type { CellRecord, DropRecord, RobustnessRecord, SummaryRecord, WorstOfSeedsRecord } from '../experiment/record'
import { originalOf } from '../experiment/originals'
import type { Condition, Spec } from '../experiment/spec'
import { Arms } from './arms'
import { baselineOf } from './baseline'
import { countFlips } from './flips'
import { exactMcNemar } from './mcnemar'
import { dropInterval } from './intervals'
import type { JudgedSample, Suite } from './judged'
import type { Outcomes } from './paired'
import { robustness } from './robustness'
import { seedGroups } from './seed-groups'
import { seededDrop, seededRobustness } from './seeded-intervals'
import type { SeededOutcomes } from './two-level'
import type { Interval } from './wilson'
import { worstOfSeeds } from './worst-of-seeds'

export { passed, type JudgedSample, type Suite } from './judged'

const SUITES: readonly Suite[] = ['base', 'plus']

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
  const arms = new Arms(samples, spec.samples)
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
          const four = arms.bySample([cellKey(first, baseline, id), original, reference, here], suite, keep)
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
          const [before = [], ...versions] = arms.bySample(places, suite)
          const total = before[0]?.length ?? 0
          if (total === 0) return []
          const ofProblem = (arm: SeededOutcomes, problem: number) => arm.map((outcomes) => outcomes[problem] === true)
          const worst = worstOfSeeds(
            Array.from({ length: total }, (_, problem) => ({
              clean: ofProblem(before, problem),
              perturbed: versions.map((version) => ofProblem(version, problem)),
            })),
          )
          return [
            {
              variant,
              benchmark: id,
              suite,
              conditions,
              n: total,
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

function cellRecord(
  arms: Arms,
  place: Pick<CellRecord, 'key' | 'variant' | 'condition' | 'benchmark'>,
  original: string | null,
): CellRecord {
  const { total, passed: basePassed } = arms.count(place.key, 'base')
  return {
    ...place,
    n: total,
    base_passed: basePassed,
    plus_passed: arms.count(place.key, 'plus').passed,
    flips: original === null ? null : flipsAgainst(arms, original, place.key),
  }
}

/** Of several samples a problem each counts: pairs are the samples of one place. */
function flipsAgainst(arms: Arms, original: string, cell: string): CellRecord['flips'] {
  const [before = [], after = []] = arms.bySample([original, cell], 'plus')
  return countFlips(before.flat(), after.flat())
}

function comparison(
  arms: Arms,
  against: string,
  cell: string,
  suite: Suite,
  keep?: (key: string) => boolean,
): DropRecord[] {
  const [before = [], after = []] = arms.bySample([against, cell], suite, keep)
  const n = before[0]?.length ?? 0
  if (n === 0) return []
  // With several samples a problem has lost where it passes less often; problems, not samples, are independent.
  const changes = Array.from({ length: n }, (_, problem) => {
    const count = (arm: readonly Outcomes[]) => arm.filter((outcomes) => outcomes[problem] === true).length
    return count(after) - count(before)
  })
  const lost = changes.filter((change) => change < 0).length
  const gained = changes.filter((change) => change > 0).length
  const net = changes.reduce((sum, change) => sum + change, 0)
  const { low, high } = dropIntervalOf(before, after)
  return [
    {
      cell,
      against,
      suite,
      n,
      drop: net === 0 ? 0 : -net / (n * before.length),
      low,
      high,
      lost,
      gained,
      mcnemar_p: exactMcNemar(lost, gained),
    },
  ]
}

function dropIntervalOf(before: SeededOutcomes, after: SeededOutcomes): Interval {
  const [first = [], second] = before
  return second === undefined ? dropInterval(first, after[0] ?? []) : seededDrop(before, after, { seeds: 'within' })
}

function robustnessRecord(
  four: readonly SeededOutcomes[],
  place: Pick<RobustnessRecord, 'condition' | 'variant' | 'benchmark' | 'suite'>,
): RobustnessRecord[] {
  const [originalClean = [], originalPerturbed = [], variantClean = [], variantPerturbed = []] = four
  const [clean = [], second] = originalClean
  if (clean.length === 0) return []
  if (second !== undefined) {
    const arms = { originalClean, originalPerturbed, variantClean, variantPerturbed }
    return [{ ...place, ...seededRobustness(arms, { seeds: 'within' }) }]
  }
  const arms = {
    originalClean: clean,
    originalPerturbed: originalPerturbed[0] ?? [],
    variantClean: variantClean[0] ?? [],
    variantPerturbed: variantPerturbed[0] ?? [],
  }
  return [{ ...place, ...robustness(arms) }]
}
