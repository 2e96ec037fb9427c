import { misuse } from './paired'
import { meanPassAtK, passAtK } from './pass-at-k'

/**
 * One problem: whether each of n generations is right, for the clean prompt and for each of its s perturbed versions.
 * Generation i of every version belongs together (ReCode's c_ij).
 */
export interface Versions {
  readonly clean: readonly boolean[]
  /** s arrays of n outcomes. */
  readonly perturbed: readonly (readonly boolean[])[]
}

/** ReCode's metrics of robustness at k, over the s versions of each prompt; shares of problems (notes, section 4). */
export interface WorstOfSeeds {
  /** Pass@k of the clean prompts. */
  readonly pass: number
  /** RP_s@k: a generation counts when it is right on every version. */
  readonly robustPass: number
  /** RD_s@k: the part of pass@k that is lost in the worst case; null where nothing passed clean. */
  readonly robustDrop: number | null
  /** RR_s@k: problems whose verdict changes on some version, either way; between 0 and 2 where k is below n. */
  readonly robustRelative: number
  /** Right when clean and wrong on some version, of those right when clean; null where there are none. By generation. */
  readonly attackSuccess: number | null
}

/** @throws LabError `internal` for no problem, no version, or arrays of different lengths */
export function worstOfSeeds(problems: readonly Versions[], k = 1): WorstOfSeeds {
  const counts = problems.map(countsOf)
  const pass = meanPassAtK(counts, k)
  const robustPass = meanPassAtK(
    counts.map(({ samples, always }) => ({ samples, correct: always })),
    k,
  )
  const changed = counts.map(({ samples, lost, gained }) => passAtK(samples, lost, k) + passAtK(samples, gained, k))
  const right = counts.reduce((sum, { correct }) => sum + correct, 0)
  const lost = counts.reduce((sum, one) => sum + one.lost, 0)
  return {
    pass,
    robustPass,
    robustDrop: pass === 0 ? null : (pass - robustPass) / pass,
    robustRelative: changed.reduce((sum, one) => sum + one, 0) / changed.length,
    attackSuccess: right === 0 ? null : lost / right,
  }
}

function countsOf({ clean, perturbed }: Versions) {
  if (perturbed.length === 0) throw misuse('There is no perturbed version.')
  if (perturbed.some((version) => version.length !== clean.length)) throw misuse('Versions differ in their samples.')
  const always = clean.map((_, index) => perturbed.every((version) => version[index] === true))
  const ever = clean.map((_, index) => perturbed.some((version) => version[index] === true))
  const count = (keep: (right: boolean, index: number) => boolean) => clean.filter(keep).length
  return {
    samples: clean.length,
    correct: count((right) => right),
    always: always.filter(Boolean).length,
    lost: count((right, index) => right && always[index] === false),
    gained: count((right, index) => !right && ever[index] === true),
  }
}
