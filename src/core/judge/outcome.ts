/** What came out of the sandbox, before anything is judged. Plain data that structured clone carries. */

/** Why an interpreter died. `exit`: os._exit and its like; `stack`: the platform's call stack; `tampered`: replies out of order. */
export type CrashReason = 'exit' | 'stack' | 'fatal' | 'tampered'

/** An end that is neither a value nor the program's own doing in Python. */
export type Interruption =
  /** `deadline`: the call was stopped at its limit; `total`: at the suite's limit; `watchdog`: the worker had to be ended. */
  | { readonly type: 'timeout'; readonly by: 'deadline' | 'total' | 'watchdog' }
  | { readonly type: 'crash'; readonly reason: CrashReason; readonly message: string }

export interface RaisedException {
  readonly type: 'exception'
  readonly name: string
  /** The first argument where it is a plain str, else empty. Clipped. */
  readonly message: string
}

export type TestOutcome =
  /** Marshal format, version 2. */
  | { readonly type: 'value'; readonly bytes: Uint8Array }
  | { readonly type: 'not-data'; readonly name: string }
  | { readonly type: 'too-large'; readonly bytes: number }
  | RaisedException
  | Interruption

export type LoadOutcome =
  | { readonly type: 'loaded' }
  | { readonly type: 'no-entry-point' }
  /** The source does not compile. */
  | { readonly type: 'syntax'; readonly message: string }
  | RaisedException
  | Interruption

/** A program run over one suite. `tests` holds the outcomes of the first inputs; it ends where the run ended. */
export interface SuiteOutcome {
  readonly load: LoadOutcome
  readonly tests: readonly TestOutcome[]
  /** Milliseconds of each of `tests`. */
  readonly times: readonly number[]
}
