import { dropDifferenceInterval, dropInterval } from '../../src/core/metrics/intervals.ts'
import { relativeDropEstimate } from '../../src/core/metrics/relative-drop.ts'
import { robustness, type Robustness } from '../../src/core/metrics/robustness.ts'
import { seededDrop, seededDropDifference, seededRobustness } from '../../src/core/metrics/seeded-intervals.ts'
import type { SeedScheme } from '../../src/core/metrics/two-level.ts'
import { wilsonInterval } from '../../src/core/metrics/wilson.ts'
import { drawSeededStudy, SEEDS, type SeedKind } from './seeded-world.ts'
import { Tally, type Ends, type Measured } from './tally.ts'
import { chances, drawStudy, truths, WORLDS, type World } from './world.ts'

/** Percentiles of 1,000 resamples are as good as of the lab's 2,000 for this: their noise costs about 0.1 point. */
export const RESAMPLES = 1000
/** By problem and seed each resample costs five times as much; the noise of fewer costs about 0.3 points. */
export const TWO_LEVEL_RESAMPLES = 300
const BOOTSTRAP_SEED = 1_000_000

export function wilsonCoverage(studies: number): Measured[] {
  return [378, 164].flatMap((total) =>
    [0.3, 0.6, 0.9].map((passing) => {
      const chance = chances(1000 * passing + total)
      const tally = new Tally()
      for (let study = 0; study < studies; study += 1) {
        let passed = 0
        for (let problem = 0; problem < total; problem += 1) passed += Number(chance() < passing)
        tally.add(passing, wilsonInterval(passed, total))
      }
      return tally.measured(`pass@1 ${100 * passing} %`, 'Wilson', total)
    }),
  )
}

export function bootstrapCoverage(studies: number): Measured[] {
  return WORLDS.flatMap((world, place) => {
    const chance = chances(10 + place)
    const truth = truths(world)
    const [drop, difference, relative, score] = [new Tally(), new Tally(), new Tally(), new Tally()]
    for (let study = 0; study < studies; study += 1) {
      const options = { seed: BOOTSTRAP_SEED + study, resamples: RESAMPLES }
      const arms = drawStudy(world, chance)
      drop.add(truth.drop, dropInterval(arms.originalClean, arms.originalPerturbed, options))
      difference.add(truth.difference, dropDifferenceInterval(arms, options))
      const percent = relativeDropEstimate(arms.originalClean, arms.originalPerturbed, options)
      relative.add(truth.relativeDrop, percent)
      score.add(truth.score, defined(robustness(arms, options)))
    }
    const about = `${world.place} condition`
    return [
      drop.measured(about, 'drop', world.total),
      difference.measured(about, 'difference of drops', world.total),
      relative.measured(about, '%drop', world.total),
      score.measured(about, 'RRS', world.total),
    ]
  })
}

/** Noise on weights can be strong, with a seed common to all problems; an attack's seeds are each problem's own. */
const SEEDED: readonly { readonly place: string; readonly total: number; readonly kind: SeedKind }[] = [
  { place: 'weak', total: 378, kind: 'own' },
  { place: 'weak', total: 164, kind: 'own' },
  { place: 'weak', total: 378, kind: 'common' },
  { place: 'weak', total: 164, kind: 'common' },
  { place: 'strong', total: 378, kind: 'common' },
]

export function twoLevelCoverage(studies: number): Measured[] {
  return SEEDED.flatMap(({ place, total, kind }, seed) =>
    WORLDS.filter((world) => world.place === place && world.total === total).flatMap((world) =>
      twoLevelRows(world, kind, chances(50 + seed), studies),
    ),
  )
}

function twoLevelRows(world: World, kind: SeedKind, chance: () => number, studies: number): Measured[] {
  const schemes: readonly SeedScheme[] = kind === 'own' ? ['within'] : ['within', 'crossed']
  const truth = truths(world)
  const tallies = schemes.map((seeds) => ({ seeds, drop: new Tally(), difference: new Tally(), score: new Tally() }))
  for (let study = 0; study < studies; study += 1) {
    const arms = drawSeededStudy(world, kind, chance)
    for (const { seeds, drop, difference, score } of tallies) {
      const options = { seed: BOOTSTRAP_SEED + study, resamples: TWO_LEVEL_RESAMPLES, seeds }
      drop.add(truth.drop, seededDrop(arms.originalClean, arms.originalPerturbed, options))
      difference.add(truth.difference, seededDropDifference(arms, options))
      score.add(truth.score, defined(seededRobustness(arms, options)))
    }
  }
  return tallies.flatMap(({ seeds, drop, difference, score }) => {
    const whose = kind === 'own' ? 'of each problem' : 'common to all problems'
    const about = `${world.place} condition, ${SEEDS} seeds ${whose}, resampled ${seeds}`
    return [
      drop.measured(about, 'drop', world.total),
      difference.measured(about, 'difference of drops', world.total),
      score.measured(about, 'RRS', world.total),
    ]
  })
}

function defined({ outcome, low, high }: Robustness): Ends | null {
  return outcome === 'ratio' ? { low, high } : null
}
