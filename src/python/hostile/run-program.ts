import type { Problem } from '../../core/benchmarks/types'
import type { Verdict, VerdictKind } from '../../core/judge/verdict'
import type { JudgeOptions } from '../options'
import { freshProblem, problemOf, programText, STATE_PROBLEM, stateProgram, WRONG_PROGRAM } from './problems'
import type { HostileProgram, Target } from './program'

const SHARED = {
  // One interpreter, so that a neighbour is a neighbour.
  lanes: 1,
  confirmTimeouts: false,
  startSeconds: 300,
  graceSeconds: 0.5,
  valueBytes: 1_000_000,
  fileBytes: 4_000_000,
  memoryBytes: 128 * 1_048_576,
} as const satisfies JudgeOptions

/** What is meant to take for ever is stopped soon; what has to import half the library gets the time, on a busy machine too. */
export const HOSTILE_OPTIONS = {
  brief: { ...SHARED, minimumSeconds: 0.8, loadSeconds: 1, suiteSeconds: 3 },
  patient: { ...SHARED, minimumSeconds: 20, loadSeconds: 30, suiteSeconds: 60 },
} as const satisfies Record<string, JudgeOptions>
export type Patience = keyof typeof HOSTILE_OPTIONS

export function patienceFor({ family, expect }: HostileProgram): Patience {
  return family === 'exhausting' || expect.join() === 'timeout' ? 'brief' : 'patient'
}

export type JudgeCall = (problem: Problem, program: string) => Promise<Verdict>

export interface HostileResult {
  readonly program: HostileProgram
  readonly target: Target
  /** `judge failed` where the judge threw, which it never may. */
  readonly verdict: VerdictKind | 'judge failed'
  /** What it failed with; empty for a pass. */
  readonly got: string
  /** What is different for the programs after it; empty where nothing is. */
  readonly neighbours: string
  readonly milliseconds: number
}

export function isForged({ program, target, verdict }: HostileResult): boolean {
  return verdict === 'pass' && !program.right.includes(target)
}

export function isAllowed({ program, target, verdict }: HostileResult): boolean {
  if (verdict === 'judge failed') return false
  return program.expect.includes(verdict) && (verdict !== 'pass' || program.right.includes(target))
}

/** Before anything hostile runs: the judge then knows what the state of a clean interpreter looks like. */
export async function rememberState(judge: JudgeCall): Promise<void> {
  const { kind, failing } = await judge(STATE_PROBLEM, stateProgram)
  if (kind !== 'pass') throw new Error(`The state is not the same twice: ${JSON.stringify(failing)}`)
}

/** Runs a program, then its neighbours. `factor` makes their problem one that the judge has not seen. */
export async function runProgram(
  judge: JudgeCall,
  program: HostileProgram,
  target: Target,
  beacon: string,
  factor: number,
): Promise<HostileResult> {
  const began = performance.now()
  const found = { program, target, verdict: 'judge failed' as HostileResult['verdict'], got: '', neighbours: '' }
  try {
    const { kind, failing } = await judge(problemOf(target), programText(program, target, beacon))
    found.verdict = kind
    found.got = failing?.got ?? ''
  } catch (thrown) {
    found.got = describe(thrown)
  }
  const milliseconds = performance.now() - began
  try {
    found.neighbours = await disturbed(judge, factor)
  } catch (thrown) {
    found.neighbours = describe(thrown)
  }
  return { ...found, milliseconds }
}

/** The next program is wrong for a problem never seen, and the one after it tells what it sees of the interpreter. */
async function disturbed(judge: JudgeCall, factor: number): Promise<string> {
  let wrong = await judge(freshProblem(factor), WRONG_PROGRAM)
  if (wrong.kind === 'timeout') wrong = await judge(freshProblem(factor), WRONG_PROGRAM)
  if (wrong.kind !== 'wrong-value') return `a wrong program got ${wrong.kind}`
  if (wrong.failing?.expected !== String(factor)) return `a reference gave ${wrong.failing?.expected}`
  let state = await judge(STATE_PROBLEM, stateProgram)
  // As the judge does it by itself: a time-out counts when it happens twice.
  if (state.kind === 'timeout') state = await judge(STATE_PROBLEM, stateProgram)
  return state.kind === 'pass'
    ? ''
    : `a reference got ${state.kind}: ${state.failing?.got} for ${state.failing?.expected}`
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
}
