import { LabError, toPlainError, type PlainError } from '../../core/errors'
import type { GradedSample, ImportedSample } from '../../core/grading/types'
import { encodeMarks } from '../../core/judge/marks'
import type { Verdict } from '../../core/judge/verdict'
import type { Gate } from '../run/gate'
import { namedVerdict, tenths } from '../run/grading'
import type { Pace } from '../run/pace'
import { WorkQueue } from '../run/work-queue'
import { planGrading, type GradeJob } from './plan'
import type { GradedRun, GradeEvent, GradeRequest, GradeServices } from './port'

/** All work of a grading is of one kind. */
const GRADING = 'grading'

export interface GradeControl {
  readonly signal: AbortSignal
  readonly gate: Gate
  readonly pace: Pace
  readonly emit: (event: GradeEvent) => void
}

const PARALLEL = 16

/** Grades what the store does not have. Each program of a task is judged once, however many samples came to it. */
export async function executeGrading(
  request: GradeRequest,
  services: GradeServices,
  control: GradeControl,
): Promise<GradedRun> {
  const { judge, store, parallel = PARALLEL } = services
  const { signal, gate, pace, emit } = control
  const { jobs, total, missing, unknown } = await planGrading(request, signal, () => {
    // Python starts while programs are made; a failure is met by the first verdict.
    judge.environment().catch(() => undefined)
  })
  const stored = await store.graded(jobs.map(({ id }) => id))
  const verdicts = new Map<string, GradedSample>()
  const ungraded = new Map<string, PlainError>()
  let done = 0
  const tell = (job: GradeJob, verdict: GradedSample, fresh: boolean): void => {
    verdicts.set(job.id, verdict)
    for (const one of job.samples) {
      done += 1
      if (fresh) pace.count(GRADING)
      const rate = pace.rate()
      const secondsLeft = rate === null ? null : (total - done) / rate
      emit({ type: 'graded', sample: asSample(verdict, job, one), fresh, done, total, rate, secondsLeft })
    }
  }
  const reused = jobs.reduce((sum, { id, samples }) => sum + (stored.has(id) ? samples.length : 0), 0)
  emit({ type: 'planned', total, reused, missing, unknown })
  for (const job of jobs) {
    const verdict = stored.get(job.id)
    if (verdict !== undefined) tell(job, verdict, false)
  }
  const grade = async (job: GradeJob): Promise<void> => {
    const { taskId } = job.problem
    try {
      if (ungraded.has(taskId)) return void (done += job.samples.length)
      const verdict = await judge.judge(job.problem, job.built.program, { signal, suites: request.options.suites })
      const graded = gradedSample(job, verdict)
      await store.putGraded(graded)
      tell(job, graded, true)
    } catch (thrown) {
      if (!(thrown instanceof LabError) || thrown.code !== 'reference-failed') throw thrown
      done += job.samples.length
      if (ungraded.has(taskId)) return
      const error = toPlainError(thrown)
      ungraded.set(taskId, error)
      emit({ type: 'ungraded', taskId, error })
    }
  }
  const queue = new WorkQueue(parallel)
  pace.begin()
  for (const job of jobs) {
    if (stored.has(job.id)) continue
    await queue.room(parallel)
    await gate.pass(signal)
    queue.add(() => grade(job))
  }
  await queue.drain()
  return {
    samples: jobs.flatMap((job) => finishedOf(job, verdicts, ungraded)).sort(inOrder(request)),
    missing,
    unknown,
    ungraded: request.benchmark.problems.flatMap(({ taskId }) => {
      const error = ungraded.get(taskId)
      return error === undefined ? [] : [{ taskId, error }]
    }),
  }
}

function gradedSample({ id, problem, built, samples }: GradeJob, judged: Verdict): GradedSample {
  const verdict = namedVerdict(judged, built)
  return {
    id,
    task_id: problem.taskId,
    index: samples[0]?.index ?? 0,
    raw: samples[0]?.text.value ?? '',
    solution: built.program,
    extracted: built.extracted,
    base_status: verdict.baseStatus,
    plus_status: verdict.plusStatus,
    kind: verdict.kind,
    failing: verdict.failing,
    tests: { base: encodeMarks(verdict.baseTests), plus: encodeMarks(verdict.plusTests) },
    output: verdict.output,
    timing: { judge_ms: tenths(verdict.milliseconds) },
  }
}

/** A verdict is kept once for its program; the sample it is shown for has a place and a text of its own. */
function asSample(verdict: GradedSample, { built }: GradeJob, { index, text }: ImportedSample): GradedSample {
  return { ...verdict, index, raw: text.value, solution: built.program }
}

function finishedOf(
  job: GradeJob,
  verdicts: ReadonlyMap<string, GradedSample>,
  ungraded: ReadonlyMap<string, PlainError>,
): GradedSample[] {
  // A reference that failed once is not to be relied on: none of its verdicts count.
  if (ungraded.has(job.problem.taskId)) return []
  const verdict = verdicts.get(job.id)
  if (verdict === undefined) throw new LabError('internal', `Verdict ${job.id} is missing.`, 'Please report this.')
  return job.samples.map((sample) => asSample(verdict, job, sample))
}

function inOrder({ benchmark }: GradeRequest): (a: GradedSample, b: GradedSample) => number {
  const places = new Map(benchmark.problems.map(({ taskId }, place) => [taskId, place]))
  const place = ({ task_id }: GradedSample): number => places.get(task_id) ?? 0
  return (a, b) => place(a) - place(b) || a.index - b.index
}
