import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { GRADE_EVENT_BINDING, type HeadlessChecked, type HeadlessGradeEvent } from '../../src/headless/grade-api'
import type { ReferenceFault, ReferenceReport } from '../../src/lab/ports'
import { storing } from '../files'
import { withPageSession } from '../page-session'
import { pace, progressOf } from '../run/progress'
import { ensureSite } from '../site'
import { type CheckBenchmarkCommand, judgingOf } from './arguments'
import { benchmarkSource } from './source'
import { aligned, benchmarkLine } from './table'
import { counted } from './words'

const SLOWEST = 10

/** `shakedown check-benchmark`. Returns the exit status: 0 no faults, 1 faults. Throws LabError. */
export async function checkBenchmarkCommand(options: CheckBenchmarkCommand): Promise<number> {
  const { benchmark, mounts } = benchmarkSource(options.benchmark)
  const progress = progressOf(options)
  const say = (line: string) => progress.line(line)
  const place = {
    site: await ensureSite(options.site, say),
    mounts,
    device: 'wasm' as const,
    say,
    binding: GRADE_EVENT_BINDING,
    hint: 'Start again; --tasks checks a part.',
    onEvent: (event: HeadlessGradeEvent) => {
      if (event.type === 'checked') progress.update(pace({ ...event, rate: null }), event.done === event.total)
    },
  }
  const work = { benchmark, tasks: options.tasks, ...judgingOf(options) }
  const checked = await withPageSession(place, ({ page, ask }) =>
    ask(page.evaluate((wanted) => window.shakedownGrade?.check(wanted), work)),
  ).finally(() => progress.end())
  const { benchmark: facts, environment, reports } = checked
  const faults = reports.reduce((sum, report) => sum + report.faults.length, 0)
  const result = { ok: true, benchmark: facts, environment, checked: reports.length, faults, reports }
  if (options.out !== null) {
    const path = resolve(options.out)
    const text = `${JSON.stringify(result, null, 2)}\n`
    storing(path, 'Give a file that can be written with --out.', () => writeFileSync(path, text))
  }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${checkText(checked)}\n`)
  return faults === 0 ? 0 : 1
}

/** What the references did, for people. */
export function checkText({ benchmark, reports }: Omit<HeadlessChecked, 'environment'>): string {
  const faulty = reports.filter(({ faults }) => faults.length > 0)
  const tests = reports.reduce((sum, { tests: { base, plus } }) => sum + base + plus, 0)
  const seconds = reports.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000
  const slowest = [...reports]
    .flatMap(({ taskId, slowest: call }) => (call === null ? [] : [{ taskId, ...call }]))
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, SLOWEST)
  return [
    benchmarkLine(benchmark),
    `${reports.length} references checked, ${counted(tests)} calls in ${seconds.toFixed(1)} s of Python: ${verdictWords(faulty)}`,
    ...faulty.flatMap(({ taskId, faults }) => [taskId, ...faults.map((fault) => `  ${faultText(fault)}`)]),
    ...(slowest.length === 0 ? [] : ['', 'Slowest calls, one a problem']),
    ...aligned(
      slowest.map(({ taskId, suite, index, milliseconds }) => [
        `  ${taskId}, ${suite} ${index}`,
        `${milliseconds.toFixed(1)} ms`,
      ]),
    ),
  ].join('\n')
}

function verdictWords(faulty: readonly ReferenceReport[]): string {
  if (faulty.length === 0) return 'no faults'
  const faults = faulty.reduce((sum, report) => sum + report.faults.length, 0)
  return `${faults} ${faults === 1 ? 'fault' : 'faults'} in ${faulty.length} of them`
}

/** e.g. "differs (plus 3): ...". */
export function faultText(fault: ReferenceFault): string {
  switch (fault.kind) {
    case 'not-loaded':
      return `not loaded: ${fault.what}`
    case 'fails-tests':
      return `fails its tests: ${fault.test}: ${fault.what}`
    case 'no-value':
      return `no value (${fault.suite} ${fault.index}): ${fault.what}`
    case 'differs':
      return `another value the second time (${fault.suite} ${fault.index}): ${fault.what}`
    case 'platform-limit':
      return `beyond the platform's limits (${fault.suite} ${fault.index}): ${fault.what}`
  }
}
