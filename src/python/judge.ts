import type { Problem, Suite } from '../core/benchmarks/types'
import { cancelled } from '../core/errors'
import { combine } from '../core/judge/assess'
import type { Verdict } from '../core/judge/verdict'
import type { Judge, JudgeCall, JudgeEnvironment, ReferenceReport } from '../lab/ports'
import { checkReference } from './check-reference'
import type { SuiteName } from './expected'
import { judgeSuite, unloadable, type PreparedSuite } from './judge-suite'
import { keptSnapshots, openRuntime } from './open-runtime'
import { withDefaults, type JudgeOptions, type JudgeSettings } from './options'
import { References } from './references'
import { Sandbox, type RunProgram } from './sandbox'

/** Nothing is fetched or started before the first use. Every call may be made side by side with others. */
export function createJudge(options: JudgeOptions = {}): Judge {
  return new SandboxedJudge(withDefaults(options))
}

class SandboxedJudge implements Judge {
  private readonly sandbox: Sandbox
  private readonly references: References
  private readonly closing = new AbortController()

  constructor(private readonly settings: JudgeSettings) {
    this.sandbox = new Sandbox(settings, () => openRuntime(settings), keptSnapshots(settings))
    this.references = new References(settings)
  }

  environment(): Promise<JudgeEnvironment> {
    return this.untilAborted({}, async () => {
      const { pyodide, python } = await this.sandbox.info()
      return { pyodide, python }
    })
  }

  judge(problem: Problem, program: string, call: JudgeCall = {}): Promise<Verdict> {
    return this.untilAborted(call, (signal) =>
      this.sandbox.use((run) => this.run(problem, program, call.suites ?? 'both', signal, run)),
    )
  }

  checkReference(problem: Problem, call: JudgeCall = {}): Promise<ReferenceReport> {
    return this.untilAborted(call, (signal) =>
      this.sandbox.use((run) => {
        const ended: RunProgram = (request) => run(request, signal)
        return checkReference(problem, call.suites ?? 'both', this.settings, ended)
      }),
    )
  }

  close(): void {
    this.closing.abort(cancelled())
    this.sandbox.close()
  }

  private async run(
    problem: Problem,
    program: string,
    suites: 'base' | 'both',
    signal: AbortSignal,
    run: RunProgram,
  ): Promise<Verdict> {
    signal.throwIfAborted()
    const ended: RunProgram = (request) => run(request, signal)
    // What the reference gives may be waited for by others: their wish to have it is not this call's to cancel.
    const beforehand = await this.prepare(problem, 'base', problem.base, run)
    const plus = suites === 'base' || problem.plus === null ? null : problem.plus
    const afterwards = plus === null ? null : await this.prepare(problem, 'plus', plus, run)
    const began = performance.now()
    const { verdict, outcome } = await judgeSuite(problem, 'base', beforehand, program, this.settings, ended)
    const second =
      afterwards === null
        ? null
        : // What does not load for one suite does not load for the other.
          outcome.load.type !== 'loaded'
          ? unloadable(problem, 'plus', afterwards, outcome)
          : (await judgeSuite(problem, 'plus', afterwards, program, this.settings, ended)).verdict
    return combine(verdict, second, { milliseconds: performance.now() - began, output: outcome.output })
  }

  private async prepare(problem: Problem, name: SuiteName, suite: Suite, run: RunProgram): Promise<PreparedSuite> {
    if (suite.kind === 'program')
      return { kind: 'program', suite, recorded: await this.references.callsOf(problem, name, suite, run) }
    return { kind: 'calls', suite, expected: await this.references.expectedOf(problem, name, suite, run) }
  }

  /** Rejects at once when the call is cancelled or the judge closed; a program that is running is ended. */
  private untilAborted<Result>({ signal }: JudgeCall, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const either = AbortSignal.any(signal === undefined ? [this.closing.signal] : [signal, this.closing.signal])
    if (either.aborted) return Promise.reject(cancelled())
    return new Promise((resolve, reject) => {
      const abort = () => reject(cancelled())
      either.addEventListener('abort', abort, { once: true })
      work(either)
        .then(resolve, reject)
        .finally(() => either.removeEventListener('abort', abort))
    })
  }
}
