import { flips } from '../../src/core/metrics/flips.ts'
import { dropInterval } from '../../src/core/metrics/intervals.ts'
import { exactMcNemar } from '../../src/core/metrics/mcnemar.ts'
import { signTest } from '../../src/core/metrics/sign-test.ts'
import { RESAMPLES } from './intervals.ts'
import { share, type Measured } from './tally.ts'
import { chances, drawStudy, type World } from './world.ts'

const BOOTSTRAP_SEED = 2_000_000
/** As many flips as the worlds of the intervals have, but as many one way as the other. */
const EQUAL: readonly World[] = [
  [378, 14, 'few flips'],
  [164, 7.5, 'few flips'],
  [378, 50, 'many flips'],
  [164, 22.5, 'many flips'],
].map(([total, each, place]) => {
  const flipped = { lost: Number(each), gained: Number(each) }
  return { place: String(place), total: Number(total), original: flipped, variant: flipped }
})

/** How often "worse or better" is said where nothing is: by the test, by the interval, and by both (decision 15). */
export function pairedAlarms(studies: number): Measured[] {
  return EQUAL.flatMap((world, place) => {
    const chance = chances(30 + place)
    let [test, interval, both] = [0, 0, 0]
    for (let study = 0; study < studies; study += 1) {
      const { originalClean, originalPerturbed } = drawStudy(world, chance)
      const { lost, gained } = flips(originalClean, originalPerturbed)
      const options = { seed: BOOTSTRAP_SEED + study, resamples: RESAMPLES }
      const { low, high } = dropInterval(originalClean, originalPerturbed, options)
      const significant = exactMcNemar(lost, gained) < 0.05
      const apart = low > 0 || high < 0
      test += Number(significant)
      interval += Number(apart)
      both += Number(significant && apart)
    }
    const named = { place: world.place, total: world.total, studies, nominal: 5 }
    return [
      share({ ...named, statistic: 'exact McNemar below 0.05', count: test }),
      share({ ...named, statistic: 'interval of the drop without 0', count: interval }),
      share({ ...named, statistic: 'both', count: both }),
    ]
  })
}

/** Ties in the paper's Table I, 7 of 126, and pairs of base and plus cells that say the same, 50 of 63 (notes, 1.7). */
const TIE = 7 / 126
const SAME = 50 / 63

/** How often the sign test finds a side in tables of cells that favour neither. */
export function signAlarms(studies: number): Measured[] {
  const chance = chances(40)
  const cell = (): number => (chance() < TIE ? 0 : chance() < 0.5 ? 1 : -1)
  const alarms = (table: () => number[]): number => {
    let found = 0
    for (let study = 0; study < studies; study += 1) {
      const cells = table()
      found += Number(signTest(cells.filter((one) => one > 0).length, cells.filter((one) => one < 0).length) < 0.05)
    }
    return found
  }
  const apart = (length: number) => () => Array.from({ length }, cell)
  const doubled = () => Array.from({ length: 63 }, cell).flatMap((base) => [base, chance() < SAME ? base : cell()])
  const named = { statistic: 'sign test below 0.05', studies, nominal: 5 }
  return [
    share({ ...named, place: 'independent cells', total: 126, count: alarms(apart(126)) }),
    share({ ...named, place: 'independent cells', total: 63, count: alarms(apart(63)) }),
    share({ ...named, place: '63 base cells with their plus cells', total: 126, count: alarms(doubled) }),
  ]
}
