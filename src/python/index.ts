/** Runs untrusted Python against tests: `createJudge()` gives the Judge of lab/ports. */
export { createJudge } from './judge'
export type { JudgeOptions } from './options'
