import type { Problem } from '../../core/benchmarks/types'
import type { VerdictKind } from '../../core/judge/verdict'
import { deriveSeed } from '../../core/random/derive'
import { CORPUS } from '../hostile/corpus'
import { freshProblem, problemOf, programText, STATE_PROBLEM, stateProgram, WRONG_PROGRAM } from '../hostile/problems'
import type { HostileProgram, Target } from '../hostile/program'
import type { JudgeCall } from '../hostile/run-program'

export interface SoakSettings {
  /** Programs in all, hostile ones and references by turns. */
  readonly count: number
  readonly seed: number
  /** Whether hostile programs that take seconds are among them. */
  readonly slow: boolean
}

export interface SoakResult {
  readonly programs: number
  readonly hostile: number
  /** Verdicts of the hostile programs, and how many of each. */
  readonly verdicts: Readonly<Partial<Record<VerdictKind, number>>>
  /** Hostile programs that passed though they are wrong. */
  readonly forged: readonly string[]
  /** What got another verdict than alone, with the hostile program that ran before it. */
  readonly flipped: readonly string[]
}

/** Nobody is there: a program that asks for it has reached nothing. */
const BEACON = 'https://none.invalid/'

interface Turn {
  readonly what: string
  readonly problem: Problem
  readonly program: string
  readonly kind: VerdictKind
}

/**
 * Runs hostile programs and, after each, one whose verdict is known: a reference, a reference that tells all it sees of
 * its interpreter, or a wrong program for a problem never seen. The judge should have one lane, so that each follows on
 * the one before it in the same interpreter. Which programs run is a function of the seed.
 */
export async function soak(
  judge: JudgeCall,
  references: readonly Problem[],
  { count, seed, slow }: SoakSettings,
  onProgress: (done: number) => void = () => undefined,
): Promise<SoakResult> {
  const corpus = CORPUS.filter((program) => slow || !program.slow)
  const verdicts: Partial<Record<VerdictKind, number>> = {}
  const forged: string[] = []
  const flipped: string[] = []
  // Before anything hostile runs, so that the state of a clean interpreter is known.
  await judge(STATE_PROBLEM, stateProgram)
  for (let at = 0; at < count; at += 2) {
    const { program, target } = pick(corpus, deriveSeed(seed, 'hostile', at))
    const name = `${program.name} (${target})`
    const { kind } = await judge(problemOf(target), programText(program, target, BEACON))
    verdicts[kind] = (verdicts[kind] ?? 0) + 1
    if (kind === 'pass' && !program.right.includes(target)) forged.push(name)
    const turn = known(references, seed, at)
    const after = await judge(turn.problem, turn.program)
    if (after.kind !== turn.kind) flipped.push(`${turn.what}: ${after.kind} after ${name}`)
    onProgress(at + 2)
  }
  const hostile = Math.ceil(count / 2)
  return { programs: 2 * hostile, hostile, verdicts, forged, flipped }
}

function pick(corpus: readonly HostileProgram[], draw: number): { program: HostileProgram; target: Target } {
  const program = corpus[draw % corpus.length]
  const target = program?.targets[Math.floor(draw / corpus.length) % program.targets.length]
  if (program === undefined || target === undefined) throw new RangeError('There is no hostile program.')
  return { program, target }
}

function known(references: readonly Problem[], seed: number, at: number): Turn {
  const draw = deriveSeed(seed, 'known', at)
  if (draw % 4 === 0) return { what: 'state', problem: STATE_PROBLEM, program: stateProgram, kind: 'pass' }
  if (draw % 4 === 1) {
    const problem = freshProblem(10 + (draw % 1_000_003))
    return { what: 'a wrong program', problem, program: WRONG_PROGRAM, kind: 'wrong-value' }
  }
  const problem = references[draw % references.length]
  if (problem === undefined) throw new RangeError('There is no reference.')
  return { what: problem.taskId, problem, program: problem.prompt + problem.canonicalSolution, kind: 'pass' }
}
