import type { RunRequest } from './protocol'
import type { JudgeSettings } from './options'

type Limits = Pick<RunRequest, 'limits' | 'loadLimit' | 'totalLimit'>

/** EvalPlus's limits for one program on one suite, from what the reference took (milliseconds of each call). */
export function suiteLimits(settings: JudgeSettings, referenceTimes: readonly number[], slack: number): Limits {
  const { minimumSeconds, referenceFactor, suiteSeconds, loadSeconds } = settings
  const factor = slack * settings.timeFactor
  const limits = referenceTimes.map((time) => factor * Math.max(minimumSeconds * 1000, referenceFactor * time))
  const sum = limits.reduce((total, limit) => total + limit, 0)
  return {
    limits,
    loadLimit: factor * loadSeconds * 1000,
    totalLimit: Math.min(factor * suiteSeconds * 1000, sum) + 1000,
  }
}

/** Those of a reference: wide, since they only end what would never end. */
export function referenceLimits(settings: JudgeSettings, calls: number): Limits {
  const limit = settings.timeFactor * settings.referenceSeconds * 1000
  return { limits: new Array<number>(calls).fill(limit), loadLimit: limit, totalLimit: limit * 4 }
}

/** One limit for all that a program does. */
export function wholeLimits(milliseconds: number, calls: number): Limits {
  return {
    limits: new Array<number>(calls).fill(milliseconds),
    loadLimit: milliseconds,
    totalLimit: milliseconds,
  }
}
