import type { Arguments, Problem } from '../core/benchmarks/types'
import { cancelled, LabError } from '../core/errors'
import { assessSuite, combine, type SuiteVerdict } from '../core/judge/assess'
import type { SuiteOutcome } from '../core/judge/outcome'
import type { Verdict } from '../core/judge/verdict'
import type { Judge, JudgeCall, JudgeEnvironment, ReferenceReport } from '../lab/ports'
import { ExpectedValues, inputsOf, type ExpectedSuite, type RunProgram } from './expected'
import { openFrame, type SealedFrame } from './frame'
import { Lane } from './lane'
import { withDefaults, type JudgeOptions, type JudgeSettings } from './options'
import { Pool } from './pool'
import { loadRuntimeParts } from './runtime-files'
import workerScript from './sandboxed/worker.ts?sandbox'

interface Sandbox {
  readonly frame: SealedFrame
  readonly lanes: readonly Lane[]
  readonly pool: Pool<Lane>
}

interface SuiteRun {
  readonly verdict: SuiteVerdict
  readonly outcome: SuiteOutcome
}

/** Nothing is fetched or started before the first use. Every call may be made side by side with others. */
export function createJudge(options: JudgeOptions = {}): Judge {
  return new SandboxedJudge(withDefaults(options))
}

class SandboxedJudge implements Judge {
  private sandbox: Promise<Sandbox> | null = null
  private readonly expected: ExpectedValues
  private readonly closing = new AbortController()

  constructor(private readonly settings: JudgeSettings) {
    this.expected = new ExpectedValues(settings)
  }

  async environment(): Promise<JudgeEnvironment> {
    const { pool } = await this.ready()
    const { pyodide, python } = await pool.use((lane) => lane.info())
    return { pyodide, python }
  }

  judge(problem: Problem, program: string, call: JudgeCall = {}): Promise<Verdict> {
    const { signal, suites = 'both' } = call
    const signals = signal === undefined ? [this.closing.signal] : [signal, this.closing.signal]
    return untilAborted(AbortSignal.any(signals), () => this.run(problem, program, suites, AbortSignal.any(signals)))
  }

  checkReference(): Promise<ReferenceReport> {
    return Promise.reject(new LabError('unsupported', 'References are not checked yet.', ''))
  }

  close(): void {
    this.closing.abort()
    void this.sandbox?.then(({ frame }) => frame.close()).catch(() => undefined)
    this.sandbox = null
  }

  private async run(problem: Problem, program: string, suites: 'base' | 'both', signal: AbortSignal): Promise<Verdict> {
    const { pool } = await this.ready()
    return pool.use(async (lane) => {
      if (signal.aborted) throw cancelled()
      const run: RunProgram = (request) => lane.run(request)
      const expected = await this.expected.of(problem, run)
      if (signal.aborted) throw cancelled()
      const began = performance.now()
      const base = await this.confirmed((slack) =>
        this.runSuite(problem, program, 'base', inputsOf(problem.base), expected.base, run, slack),
      )
      const after = expected.plus
      const inputs = problem.plus === null ? [] : inputsOf(problem.plus)
      const plus =
        suites === 'base' || after === null
          ? null
          : // What does not load for one suite does not load for the other.
            isUnloadable(base)
            ? assessSuite(problem, { name: 'plus', inputs, expected: after.values }, base.outcome)
            : (await this.confirmed((slack) => this.runSuite(problem, program, 'plus', inputs, after, run, slack)))
                .verdict
      return combine(base.verdict, plus, { milliseconds: performance.now() - began, output: base.outcome.output })
    })
  }

  /** Runs again, with doubled limits, what a time-out decided: the machine may have been busy. */
  private async confirmed(runSuite: (slack: number) => Promise<SuiteRun>): Promise<SuiteRun> {
    const first = await runSuite(1)
    return first.verdict.kind === 'timeout' && this.settings.confirmTimeouts ? runSuite(2) : first
  }

  private async runSuite(
    problem: Problem,
    program: string,
    name: 'base' | 'plus',
    inputs: readonly Arguments[],
    expected: ExpectedSuite,
    run: RunProgram,
    slack: number,
  ): Promise<SuiteRun> {
    const { minimumSeconds, referenceFactor, suiteSeconds, loadSeconds } = this.settings
    const limits = expected.times.map((time) => slack * Math.max(minimumSeconds * 1000, referenceFactor * time))
    const sum = limits.reduce((total, limit) => total + limit, 0)
    const outcome = await run({
      source: program,
      entryPoint: problem.entryPoint,
      inputs: expected.inputs.bytes,
      ends: expected.inputs.ends,
      limits,
      loadLimit: slack * loadSeconds * 1000,
      totalLimit: Math.min(slack * suiteSeconds * 1000, sum) + 1000,
      answer: 'value',
      replies: 'each',
    })
    return { verdict: assessSuite(problem, { name, inputs, expected: expected.values }, outcome), outcome }
  }

  private ready(): Promise<Sandbox> {
    if (this.closing.signal.aborted) return Promise.reject(cancelled())
    if (this.sandbox === null) {
      const opening = this.open()
      this.sandbox = opening
      opening.catch(() => {
        if (this.sandbox === opening) this.sandbox = null
      })
    }
    return this.sandbox
  }

  private async open(): Promise<Sandbox> {
    if (typeof WebAssembly === 'undefined') {
      throw new LabError(
        'no-webassembly',
        'This browser has no WebAssembly, so it cannot run Python.',
        'Use a current browser, and leave its lockdown mode for this site.',
      )
    }
    const { settings } = this
    const parts = await loadRuntimeParts(workerScript, settings.memoryBytes, settings.readRuntimeFile)
    const frame = await openFrame(parts, settings.startSeconds)
    const shared = { snapshot: false }
    const options = {
      limits: { valueBytes: settings.valueBytes, fileBytes: settings.fileBytes, heapBytes: settings.memoryBytes / 2 },
      startSeconds: settings.startSeconds,
      graceSeconds: settings.graceSeconds,
    }
    const lanes = Array.from({ length: settings.lanes }, () => new Lane(frame, options, shared))
    try {
      // The first start is cold and leaves the memory that all later ones begin with.
      await lanes[0]?.info()
    } catch (problem) {
      frame.close()
      throw problem
    }
    return { frame, lanes, pool: new Pool(lanes) }
  }
}

function isUnloadable(base: SuiteRun): boolean {
  return base.outcome.load.type !== 'loaded'
}

/** Rejects at once when the signal fires; the work itself is bounded by its limits and ends unseen. */
function untilAborted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  if (signal.aborted) return Promise.reject(cancelled())
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelled())
    signal.addEventListener('abort', abort, { once: true })
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}
