import type { RunRequest } from './protocol'
import type { JudgeSettings } from './options'

type Limits = Pick<RunRequest, 'limits' | 'loadLimit' | 'totalLimit'>

type ProgramSettings = Pick<
  JudgeSettings,
  'timeFactor' | 'minimumSeconds' | 'referenceFactor' | 'suiteSeconds' | 'loadSeconds'
>

/** EvalPlus waits so much longer than its sum of limits before it ends a process, twice a second. */
const WAIT_MILLISECONDS = 2000

/**
 * EvalPlus's limits for one program on one suite, from what the reference took (milliseconds of each call). There is
 * none of its own for the program's top level: that may take what all calls together may.
 */
export function suiteLimits(settings: ProgramSettings, referenceTimes: readonly number[], slack: number): Limits {
  const { minimumSeconds, referenceFactor, suiteSeconds, loadSeconds } = settings
  const factor = slack * settings.timeFactor
  const limits = referenceTimes.map((time) => factor * Math.max(minimumSeconds * 1000, referenceFactor * time))
  const sum = limits.reduce((total, limit) => total + limit, 0)
  const totalLimit = Math.min(factor * suiteSeconds * 1000, sum) + factor * WAIT_MILLISECONDS
  return { limits, loadLimit: Math.min(factor * loadSeconds * 1000, totalLimit), totalLimit }
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
