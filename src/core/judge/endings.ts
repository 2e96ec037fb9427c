import { assertNever } from '../errors'
import type { CrashReason, Interruption, LoadOutcome, RaisedException, TestOutcome, TraceLine } from './outcome'
import type { SuiteStatus, VerdictKind } from './verdict'

/** How a run or a call ended that gave no value. */
export interface Ending {
  readonly kind: VerdictKind
  /** For people; not clipped. */
  readonly got: string
  /** Lines of the program, outermost first; absent where none are known. */
  readonly trace?: readonly TraceLine[]
}

/**
 * EvalPlus's status is "timeout" wherever its process leaves none: it had to be ended, or it ended itself (os._exit, os.abort).
 * A call that the timer of its own test stops is a failure like any other.
 */
export function statusOfCall(call: TestOutcome): SuiteStatus {
  if (call.type === 'crash') return statusOfCrash(call.reason)
  return call.type === 'timeout' && call.by !== 'deadline' ? 'timeout' : 'fail'
}

/** EvalPlus sets no timer while a program loads: what takes too long there holds up the process. */
export function statusOfLoad(load: LoadOutcome): SuiteStatus {
  if (load.type === 'crash') return statusOfCrash(load.reason)
  return load.type === 'timeout' ? 'timeout' : 'fail'
}

/** Deep calls that end the interpreter here raise RecursionError natively, which is caught. */
function statusOfCrash(reason: CrashReason): SuiteStatus {
  return reason === 'exit' || reason === 'fatal' ? 'timeout' : 'fail'
}

export function endingOfLoad(load: Exclude<LoadOutcome, { type: 'loaded' }>): Ending {
  switch (load.type) {
    case 'syntax':
      return {
        kind: 'syntax',
        got: load.message,
        ...(load.line === null ? {} : { trace: [{ line: load.line, name: '<module>' }] }),
      }
    case 'no-entry-point':
      return { kind: 'no-entry-point', got: 'no such function' }
    case 'exception':
    case 'timeout':
    case 'crash':
      return endingOfRun(load)
    default:
      return assertNever(load)
  }
}

export function endingOfCall(call: Exclude<TestOutcome, { type: 'value' }>): Ending {
  switch (call.type) {
    case 'not-data':
      return { kind: 'not-data', got: `an object of type ${call.name}` }
    case 'too-large':
      return { kind: 'platform-limit', got: `a value of ${call.bytes} bytes` }
    case 'exception':
    case 'timeout':
    case 'crash':
      return endingOfRun(call)
    default:
      return assertNever(call)
  }
}

/**
 * Exceptions stay exceptions even where another build of Python would not raise them (RecursionError, OverflowError on
 * 32 bits): what the program was told is what it could have handled.
 */
function endingOfRun(outcome: RaisedException | Interruption): Ending {
  switch (outcome.type) {
    case 'exception':
      return {
        kind: kindOfException(outcome.name),
        got: outcome.message === '' ? outcome.name : `${outcome.name}: ${outcome.message}`,
        ...(outcome.trace.length === 0 ? {} : { trace: outcome.trace }),
      }
    case 'timeout':
      return { kind: 'timeout', got: 'no answer in time' }
    case 'crash':
      switch (outcome.reason) {
        case 'stack':
          return { kind: 'platform-limit', got: "deeper than the platform's call stack" }
        case 'exit':
          return { kind: 'crash', got: 'the program ended the interpreter' }
        case 'fatal':
        case 'tampered':
          return { kind: 'crash', got: `the interpreter died: ${outcome.message}` }
        default:
          return assertNever(outcome.reason)
      }
    default:
      return assertNever(outcome)
  }
}

function kindOfException(name: string): VerdictKind {
  switch (name) {
    case 'MemoryError':
      return 'memory'
    case 'ImportError':
    case 'ModuleNotFoundError':
      return 'import-error'
    default:
      return 'exception'
  }
}
