import type { Xoshiro128 } from '../../random/xoshiro'
import { resampledInterval, type BootstrapOptions } from '../../metrics/bootstrap'
import type { Estimate } from '../../metrics/seeded-intervals'
import { signTestOf, type SignTest } from '../../metrics/sign-test'
import type { SeedScheme } from '../../metrics/two-level'
import { detectableFrom } from '../detects'

/** A mean over many arms at once. */
export interface Pooled extends Estimate {
  /** Problems. */
  readonly n: number
  /** Smallest such mean that this n finds with a power of 80 %; null where nothing differed. */
  readonly detectable: number | null
}

/** A mean with a second witness: whether more problems lie above 0 than below (exact sign test by problem). */
export interface Tested extends Pooled {
  readonly signs: SignTest
}

/** Per problem, sums of thirds and the like are 0 only nearly. */
const NEARLY_ZERO = 1e-9

/** Values of all problems under each seed of one axis: problem after problem, seed after seed, quantity after quantity. */
interface Axis {
  readonly seeds: number
  readonly values: Float64Array
}

/**
 * Sums over arms, kept by problem and seed, so that the same problem can be drawn in all arms at once. An axis is a
 * source of seeds (an attack, a kind of noise): what shares an axis shares the seeds that are drawn.
 */
export class Pool {
  readonly #axes = new Map<string, Axis>()

  /** @param quantities how many sums are kept side by side */
  constructor(
    readonly problems: number,
    readonly quantities = 1,
  ) {}

  /** Adds an arm's values to a quantity: `value` of problem and seed, already weighted. */
  add(axis: string, seeds: number, quantity: number, value: (problem: number, seed: number) => number): void {
    const { values } = this.#axis(axis, seeds)
    for (let problem = 0; problem < this.problems; problem += 1) {
      for (let seed = 0; seed < seeds; seed += 1) {
        const at = (problem * seeds + seed) * this.quantities + quantity
        values[at] = (values[at] ?? 0) + value(problem, seed)
      }
    }
  }

  /** Mean of each quantity over problems and seeds, added up over the axes. */
  means(): Float64Array {
    const sums = new Float64Array(this.quantities)
    for (const { seeds, values } of this.#axes.values()) {
      for (let at = 0; at < values.length; at += 1) {
        const quantity = at % this.quantities
        sums[quantity] = (sums[quantity] ?? 0) + (values[at] ?? 0) / seeds / this.problems
      }
    }
    return sums
  }

  /**
   * A statistic of the means with its 95 % percentile interval: problems are drawn with replacement, all arms of a
   * problem together, and the seeds of every axis anew: for each problem drawn (`within`), or once for all (`crossed`).
   */
  estimate(statistic: (means: Float64Array) => number, scheme: SeedScheme, options: BootstrapOptions = {}): Pooled {
    const axes = [...this.#axes.values()]
    const chosen = axes.map(({ seeds }) => new Uint32Array(seeds))
    const choose = (generator: Xoshiro128) => {
      for (const seeds of chosen) {
        for (let at = 0; seeds.length > 1 && at < seeds.length; at += 1) seeds[at] = generator.below(seeds.length)
      }
    }
    const sums = new Float64Array(this.quantities)
    const { low, high } = resampledInterval((generator) => {
      sums.fill(0)
      if (scheme === 'crossed') choose(generator)
      for (let drawn = 0; drawn < this.problems; drawn += 1) {
        const problem = generator.below(this.problems)
        if (scheme === 'within') choose(generator)
        axes.forEach(({ seeds, values }, axis) => this.#draw(sums, values, seeds, problem, chosen[axis]))
      }
      return statistic(sums.map((sum) => sum / this.problems))
    }, options)
    return { value: statistic(this.means()), low, high, n: this.problems, detectable: detectableFrom({ low, high }) }
  }

  /** As `estimate`, of a statistic that is linear in the means, with the sign test of what it is for each problem. */
  tested(statistic: (means: Float64Array) => number, scheme: SeedScheme, options: BootstrapOptions = {}): Tested {
    const each = Array.from({ length: this.problems }, (_, problem) => statistic(this.#ofProblem(problem)))
    const signs = signTestOf(each.map((value) => (Math.abs(value) < NEARLY_ZERO ? 0 : value)))
    return { ...this.estimate(statistic, scheme, options), signs }
  }

  #ofProblem(problem: number): Float64Array {
    const sums = new Float64Array(this.quantities)
    for (const { seeds, values } of this.#axes.values()) {
      const all = Uint32Array.from({ length: seeds }, (_, seed) => seed)
      this.#draw(sums, values, seeds, problem, all)
    }
    return sums
  }

  #draw(sums: Float64Array, values: Float64Array, seeds: number, problem: number, chosen: Uint32Array | undefined) {
    for (let drawn = 0; drawn < seeds; drawn += 1) {
      const start = (problem * seeds + (chosen?.[drawn] ?? 0)) * this.quantities
      for (let quantity = 0; quantity < this.quantities; quantity += 1) {
        sums[quantity] = (sums[quantity] ?? 0) + (values[start + quantity] ?? 0) / seeds
      }
    }
  }

  #axis(name: string, seeds: number): Axis {
    const known = this.#axes.get(name)
    if (known !== undefined) return known
    const made = { seeds, values: new Float64Array(this.problems * seeds * this.quantities) }
    this.#axes.set(name, made)
    return made
  }
}
