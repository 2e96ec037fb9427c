import { countTests } from '../core/benchmarks/count-tests'
import type { Benchmark } from '../core/benchmarks/types'
import { evalResultsText } from '../core/grading/eval-results'
import { parseGradedSample } from '../core/grading/parse-graded'
import { parseSamples } from '../core/grading/parse-samples'
import type { GradedSample, ImportedSamples } from '../core/grading/types'
import { checkReferences } from '../lab/grade/check-references'
import { limitsOf } from '../lab/grade/limits'
import { createMemoryGradeStore } from '../lab/grade/memory-store'
import { startGrading } from '../lab/grade/start'
import type { Judge } from '../lab/ports'
import { createJudge } from '../python'
import {
  GRADE_EVENT_BINDING,
  type BenchmarkFacts,
  type HeadlessCheck,
  type HeadlessChecked,
  type HeadlessGrade,
  type HeadlessGradeApi,
  type HeadlessGraded,
  type HeadlessGradeEvent,
  type HeadlessJudging,
} from './grade-api'
import { outcome } from './outcome'
import { type HeadlessFile, loadHeadlessBenchmark, servedBytes } from './served'

declare global {
  interface Window {
    shakedownGrade?: HeadlessGradeApi
    [GRADE_EVENT_BINDING]?: (event: HeadlessGradeEvent) => Promise<void>
  }
}

/** Progress is told a few times a second, not with every verdict. */
const PROGRESS_INTERVAL = 100
/** Programs that wait for an interpreter, beside those that run. */
const WAITING = 4
/** Where the judge itself chooses how many interpreters it starts. */
const PARALLEL = 16

const preloaded: GradedSample[] = []
let finished: readonly GradedSample[] = []
let results = ''

async function tell(event: HeadlessGradeEvent): Promise<void> {
  await window[GRADE_EVENT_BINDING]?.(event)
}

async function withJudge<T>({ lanes, limits }: HeadlessJudging, work: (judge: Judge) => Promise<T>): Promise<T> {
  const judge = createJudge({ ...limits, ...(lanes !== null && { lanes }) })
  try {
    return await work(judge)
  } finally {
    judge.close()
  }
}

const parallelOf = ({ lanes }: HeadlessJudging): number => (lanes === null ? PARALLEL : 2 * lanes + WAITING)

function factsOf(benchmark: Benchmark): BenchmarkFacts {
  const { id, format, md5, published, problems } = benchmark
  return { id, format, md5, published, problems: problems.length, tests: countTests(benchmark) }
}

async function grade(work: HeadlessGrade): Promise<HeadlessGraded> {
  const [benchmark, samples] = await Promise.all([loadHeadlessBenchmark(work.benchmark), readSamples(work.samples)])
  return withJudge(work, async (judge) => {
    let last = -Infinity
    const store = createMemoryGradeStore(preloaded, (sample) => tell({ type: 'keep', sample }))
    const services = { judge, store, parallel: parallelOf(work) }
    const request = { benchmark, samples, options: work.options, limits: limitsOf(work.limits) }
    const handle = startGrading(request, services, (event) => {
      switch (event.type) {
        case 'planned':
        case 'ungraded':
          return void tell(event)
        case 'graded': {
          const { done, total, rate, secondsLeft } = event
          const now = performance.now()
          if (done < total && now - last < PROGRESS_INTERVAL) return
          last = now
          return void tell({ type: 'progress', done, total, rate, secondsLeft })
        }
        case 'paused':
        case 'resumed':
          return
      }
    })
    const { samples: graded, ...run } = await handle.finished
    const environment = await judge.environment()
    finished = graded
    results = evalResultsText({
      ...run,
      benchmark,
      source: samples,
      options: work.options,
      limits: request.limits,
      environment,
      samples: graded,
      date: new Date(),
    })
    return {
      benchmark: factsOf(benchmark),
      environment,
      samples: { graded: graded.length, md5: samples.md5, skipped: samples.skipped },
      run,
      resultsLength: results.length,
    }
  })
}

async function readSamples(file: HeadlessFile): Promise<ImportedSamples> {
  return parseSamples(file.name, await servedBytes(file))
}

async function check(work: HeadlessCheck): Promise<HeadlessChecked> {
  const benchmark = await loadHeadlessBenchmark(work.benchmark)
  return withJudge(work, async (judge) => {
    const { signal } = new AbortController()
    const request = { benchmark, tasks: work.tasks, parallel: parallelOf(work), signal }
    const reports = await checkReferences(request, judge, (event) => void tell({ type: 'checked', ...event }))
    return { benchmark: factsOf(benchmark), environment: await judge.environment(), reports }
  })
}

export const headlessGrade: HeadlessGradeApi = {
  preload: (samples) => void preloaded.push(...samples.map(parseGradedSample)),
  grade: (work) => outcome(() => grade(work)),
  samples: (from, count) => finished.slice(from, from + count),
  results: (from, length) => results.slice(from, from + length),
  check: (work) => outcome(() => check(work)),
}
