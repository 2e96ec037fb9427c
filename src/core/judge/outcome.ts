/** What came out of the sandbox, before anything is judged. Plain data that structured clone carries. */

/** Why an interpreter died. `exit`: os._exit and its like; `stack`: the platform's call stack; `tampered`: replies out of order. */
export type CrashReason = 'exit' | 'stack' | 'fatal' | 'tampered'

/** An end that is neither a value nor the program's own doing in Python. */
export type Interruption =
  /** `deadline`: the call was stopped at its limit; `total`: at the suite's limit; `watchdog`: the worker had to be ended. */
  | { readonly type: 'timeout'; readonly by: 'deadline' | 'total' | 'watchdog' }
  | { readonly type: 'crash'; readonly reason: CrashReason; readonly message: string }

/** A frame of the program itself; frames of the standard library are left out. */
export interface TraceLine {
  /** In the program that was run, from 1. */
  readonly line: number
  /** Name of the function, `<module>` at the top level. */
  readonly name: string
}

export interface RaisedException {
  readonly type: 'exception'
  readonly name: string
  /** The first argument where it is a plain str, else empty. Clipped. */
  readonly message: string
  /** Outermost first, where it was raised last; of many the first and last ten. */
  readonly trace: readonly TraceLine[]
}

export type TestOutcome =
  /** Marshal format, version 2, and the tags of our own for what marshal does not know (core/judge/marshal). */
  | { readonly type: 'value'; readonly bytes: Uint8Array }
  | { readonly type: 'not-data'; readonly name: string }
  | { readonly type: 'too-large'; readonly bytes: number }
  | RaisedException
  | Interruption

export type LoadOutcome =
  | { readonly type: 'loaded' }
  | { readonly type: 'no-entry-point' }
  /** The source does not compile. `line` from 1, null where Python names none. */
  | { readonly type: 'syntax'; readonly message: string; readonly line: number | null }
  | RaisedException
  | Interruption

/** A program run over one suite. `tests` holds the outcomes of the first inputs; it ends where the run ended. */
export interface SuiteOutcome {
  readonly load: LoadOutcome
  readonly tests: readonly TestOutcome[]
  /** Milliseconds of each of `tests`. */
  readonly times: readonly number[]
  /** What the program printed, at most the first 10,000 characters. */
  readonly output: string
}
