import { resolve } from 'node:path'
import { LabError } from '../../src/core/errors'
import type { GradedSample } from '../../src/core/grading/types'
import { GRADE_EVENT_BINDING, type HeadlessGraded, type HeadlessGradeEvent } from '../../src/headless/grade-api'
import { type PageSession, withPageSession } from '../page-session'
import { pace, type ProgressLine, progressOf } from '../run/progress'
import { ensureSite } from '../site'
import { type GradeCommand, judgingOf } from './arguments'
import { listed, several } from './words'
import { OutFile } from './out-file'
import { benchmarkSource, servedFile } from './source'
import { summariseGrading, type GradingSummary } from './summary'
import { gradingTable } from './table'

/** Samples, and characters of the result file, carried over the browser's wire at a time. */
const SAMPLES_CHUNK = 200
const TEXT_CHUNK = 4_000_000

interface Graded {
  readonly told: HeadlessGraded
  readonly samples: readonly GradedSample[]
  /** Of the result file. */
  readonly text: string
}

/** `shakedown grade`. Returns the exit status: 0 done, 1 a threshold was crossed. Throws LabError. */
export async function gradeCommand(options: GradeCommand): Promise<number> {
  const { benchmark, mounts } = benchmarkSource(options.benchmark)
  const samples = servedFile(options.samples, '/samples-of-the-command/')
  const progress = progressOf(options)
  const out = OutFile.open(resolve(options.out))
  let graded: Graded
  try {
    const say = (line: string) => progress.line(line)
    const place = {
      site: await ensureSite(options.site, say),
      mounts: [...mounts, samples.mount],
      device: 'wasm' as const,
      say,
      hint: 'Start again to go on: what was graded is kept.',
      binding: GRADE_EVENT_BINDING,
      onEvent: hearer(options, out, progress),
    }
    const work = {
      benchmark,
      samples: samples.file,
      options: { extraction: options.extraction, suites: options.suites, tasks: options.tasks },
      ...judgingOf(options),
    }
    graded = await withPageSession(place, async (session) => {
      const { page, ask } = session
      for (let at = 0; at < out.graded.length; at += SAMPLES_CHUNK) {
        const chunk = out.graded.slice(at, at + SAMPLES_CHUNK)
        await page.evaluate((some) => window.shakedownGrade?.preload(some), chunk)
      }
      const told = await ask(page.evaluate((wanted) => window.shakedownGrade?.grade(wanted), work))
      return { told, ...(await fetchGraded(session, told)) }
    })
    progress.end()
    out.finish(graded.text)
  } finally {
    progress.end()
    out.close()
  }
  return report(graded, options)
}

function hearer(options: GradeCommand, out: OutFile, progress: ProgressLine): (event: HeadlessGradeEvent) => void {
  return (event) => {
    switch (event.type) {
      case 'planned':
        if (options.requireAll && event.missing.length > 0) throw incomplete(event.missing)
        return progress.line(`${event.total} samples, ${event.reused} of them graded before.`)
      case 'keep':
        return out.append(event.sample)
      case 'progress':
        return progress.update(pace(event), event.done === event.total)
      case 'ungraded':
        return progress.line(`Not graded: ${event.taskId}. ${event.error.message}`)
      case 'checked':
        return
    }
  }
}

function incomplete(missing: readonly string[]): LabError {
  return new LabError(
    'bad-samples',
    `${several(missing.length, 'task')} without a sample: ${listed(missing)}.`,
    'Add samples for them, choose tasks with --tasks, or leave --require-all out.',
  )
}

async function fetchGraded(
  { page }: PageSession,
  { samples: { graded }, resultsLength }: HeadlessGraded,
): Promise<Omit<Graded, 'told'>> {
  const samples: GradedSample[] = []
  while (samples.length < graded) {
    const at = [samples.length, SAMPLES_CHUNK] as const
    const chunk = await page.evaluate(([from, count]) => window.shakedownGrade?.samples(from, count), at)
    if (chunk === undefined || chunk.length === 0) throw new Error('the page lost its samples')
    samples.push(...chunk)
  }
  let text = ''
  while (text.length < resultsLength) {
    const at = [text.length, TEXT_CHUNK] as const
    const piece = await page.evaluate(([from, length]) => window.shakedownGrade?.results(from, length), at)
    if (piece === undefined || piece === '') throw new Error('the page lost its results')
    text += piece
  }
  return { samples, text }
}

function report({ told, samples }: Graded, options: GradeCommand): number {
  const summary = summariseGrading(told, samples)
  const { missing, unknown, skipped } = summary
  const warn = (text: string): void => void process.stderr.write(`Warning: ${text}\n`)
  if (skipped.length > 0) {
    warn(
      `${several(skipped.length, 'line')} left out: ${listed(
        skipped.map(({ line, why }) => `line ${line} (${why})`),
        5,
      )}.`,
    )
  }
  if (unknown.length > 0) warn(`${several(unknown.length, 'task')} not in the benchmark: ${listed(unknown)}.`)
  if (missing.length > 0) {
    warn(`${several(missing.length, 'task')} without a sample, which do not count: ${listed(missing)}.`)
  }
  const crossed = crossedBy(summary, options.minPass)
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ok: true, out: resolve(options.out), crossed, ...summary })}\n`)
  } else {
    process.stdout.write(`${gradingTable(summary)}\n\nResults in ${resolve(options.out)}\n`)
  }
  if (crossed === null) return 0
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
  const { suite, value, limit } = crossed
  process.stderr.write(
    `Threshold crossed: pass@1 (${suite}) of ${value === null ? 'nothing' : percent(value)}, less than ${percent(limit)}.\n`,
  )
  return 1
}

interface Crossing {
  readonly suite: 'base' | 'plus'
  /** Null where nothing was graded. */
  readonly value: number | null
  readonly limit: number
}

/** pass@1 by the plus tests, or by the base tests where there are no others, below the limit. */
function crossedBy({ pass_at_k: { base, plus } }: GradingSummary, limit: number | null): Crossing | null {
  if (limit === null) return null
  const value = (plus ?? base)['pass@1'] ?? null
  if (value !== null && value >= limit) return null
  return { suite: plus === null ? 'base' : 'plus', value, limit }
}
