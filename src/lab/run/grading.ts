import type { SampleRecord } from '../../core/experiment/record'
import type { Spec } from '../../core/experiment/spec'
import { encodeMarks } from '../../core/judge/marks'
import type { Verdict } from '../../core/judge/verdict'
import type { Judge } from '../ports'
import type { Answer } from './finish'
import type { Science } from './science'
import type { Task } from './tasks'

/**
 * Where extraction found no program at all, that is what happened, not what Python then said about the remains; a
 * program that defines something else stays `no-entry-point`. The statuses are left: EvalPlus runs the remains too.
 */
export function namedVerdict(verdict: Verdict, built: ReturnType<Science['program']>): Verdict {
  const failedToLoad = verdict.kind === 'no-entry-point' || verdict.kind === 'syntax'
  if (!failedToLoad || built.extracted || /^(async def|def|class)\s/m.test(built.program)) return verdict
  return { ...verdict, kind: 'not-extracted' }
}

/**
 * Makes samples of generations: extracts the program and has it judged. Equal programs for one task are judged once:
 * quantized and original models often write the same, and a verdict depends on program and tests only.
 */
export class Grader {
  readonly #verdicts = new Map<string, Promise<Verdict>>()

  constructor(
    private readonly judge: Judge,
    private readonly science: Science,
    private readonly spec: Pick<Spec, 'extraction' | 'decoding'>,
    private readonly signal: AbortSignal,
  ) {}

  async grade(task: Task, answer: Answer): Promise<SampleRecord> {
    const { cell, job, id } = task
    const built = this.science.program({
      // A chat model answers with a program of its own; it does not go on with the prompt. So do imported solutions.
      prompt: this.spec.decoding.prompt === 'chat' || answer.isWhole === true ? '' : job.prompt.text,
      completion: answer.text,
      problem: job.problem,
      benchmark: cell.benchmark,
      extraction: this.spec.extraction,
    })
    const verdict = namedVerdict(await this.#verdict(task, built.program), built)
    return {
      id,
      cell: cell.key,
      task_id: job.problem.taskId,
      index: job.index,
      prompt: job.prompt.hash,
      completion: answer.text,
      solution: built.program,
      base_status: verdict.baseStatus,
      plus_status: verdict.plusStatus,
      kind: verdict.kind,
      failing: verdict.failing,
      tests: { base: encodeMarks(verdict.baseTests), plus: encodeMarks(verdict.plusTests) },
      tokens: answer.tokens,
      finish: answer.finish,
      seed: job.seed,
      timing: { generate_ms: tenths(answer.milliseconds), judge_ms: tenths(verdict.milliseconds) },
    }
  }

  #verdict({ cell, job }: Task, solution: string): Promise<Verdict> {
    const key = JSON.stringify([cell.benchmark.id, job.problem.taskId, job.problem.entryPoint, solution])
    const known = this.#verdicts.get(key)
    if (known !== undefined) return known
    const verdict = this.judge.judge(job.problem, solution, { signal: this.signal })
    this.#verdicts.set(key, verdict)
    // What failed is asked for again when it is next wanted.
    verdict.catch(() => this.#verdicts.delete(key))
    return verdict
  }
}

/** Finer than any clock of a browser. */
export function tenths(milliseconds: number): number {
  return Math.round(10 * milliseconds) / 10
}
