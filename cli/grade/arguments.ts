import type { Extraction } from '../../src/core/grading/types'
import type { HeadlessJudging } from '../../src/headless/grade-api'
import { atMostOne, COMMON, common, type CommonOptions, oneNumber, oneOf, parse } from '../options'
import { usage } from '../usage'

/** What both commands that judge know. */
export interface JudgingOptions extends CommonOptions {
  /** A file, or an id that the site ships. */
  readonly benchmark: string
  /** Interpreters side by side; null: as many as suit the machine. */
  readonly workers: number | null
  /** Multiplies every limit. */
  readonly timeFactor: number
  /** Least seconds for one call. */
  readonly minimumSeconds: number
  /** Task ids; null for all. */
  readonly tasks: readonly string[] | null
  readonly site: string | null
}

export type GradeCommand = JudgingOptions & {
  readonly command: 'grade'
  readonly samples: string
  readonly out: string
  readonly suites: 'base' | 'both'
  readonly extraction: Extraction
  /** Least share of tasks that pass@1 may come to; null: any. */
  readonly minPass: number | null
  readonly requireAll: boolean
}

export type CheckBenchmarkCommand = JudgingOptions & {
  readonly command: 'check-benchmark'
  /** File for the whole report; null: none. */
  readonly out: string | null
}

const JUDGING = {
  ...COMMON,
  workers: { type: 'string' },
  'time-factor': { type: 'string' },
  'minimum-seconds': { type: 'string' },
  tasks: { type: 'string' },
  out: { type: 'string' },
  site: { type: 'string' },
} as const

const GRADE = {
  ...JUDGING,
  benchmark: { type: 'string' },
  samples: { type: 'string' },
  'base-only': { type: 'boolean' },
  extraction: { type: 'string' },
  'min-pass': { type: 'string' },
  'require-all': { type: 'boolean' },
} as const

const GRADE_HINT =
  'Example: npx shakedown grade --benchmark HumanEvalPlus.jsonl.gz --samples samples.jsonl --out results.json'

export function parseGrade(words: readonly string[]): GradeCommand | null {
  const { values, positionals } = parse(words, GRADE)
  if (values.help === true) return null
  if (positionals.length > 0) throw usage(`grade takes options only, not ${positionals.join(' ')}.`, GRADE_HINT)
  const required = (name: 'benchmark' | 'samples' | 'out'): string => {
    const value = values[name]
    if (value === undefined || value === '') throw usage(`--${name} is missing.`, GRADE_HINT)
    return value
  }
  const passes = values['min-pass']
  return {
    command: 'grade',
    samples: required('samples'),
    out: required('out'),
    suites: values['base-only'] === true ? 'base' : 'both',
    extraction: oneOf('--extraction', values.extraction ?? 'none', ['sanitize', 'published', 'none']),
    minPass:
      passes === undefined ? null : oneNumber('--min-pass', passes, { least: 0, most: 1, whole: false, otherwise: 0 }),
    requireAll: values['require-all'] ?? false,
    ...judging(values, required('benchmark')),
  }
}

export function parseCheckBenchmark(words: readonly string[]): CheckBenchmarkCommand | null {
  const { values, positionals } = parse(words, JUDGING)
  if (values.help === true) return null
  const benchmark = atMostOne(positionals, 'check-benchmark')
  if (benchmark === null) {
    const hint = 'Example: npx shakedown check-benchmark HumanEvalPlus.jsonl.gz'
    throw usage('Which benchmark? Give a file or an id.', hint)
  }
  return { command: 'check-benchmark', out: values.out ?? null, ...judging(values, benchmark) }
}

interface JudgingValues {
  readonly workers?: string
  readonly 'time-factor'?: string
  readonly 'minimum-seconds'?: string
  readonly tasks?: string
  readonly site?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

function judging(values: JudgingValues, benchmark: string): JudgingOptions {
  const seconds = { least: 0.01, most: 3600, whole: false, otherwise: 1 }
  return {
    benchmark,
    workers:
      values.workers === undefined
        ? null
        : oneNumber('--workers', values.workers, { least: 1, most: 64, whole: true, otherwise: 1 }),
    timeFactor: oneNumber('--time-factor', values['time-factor'], { ...seconds, most: 1000 }),
    minimumSeconds: oneNumber('--minimum-seconds', values['minimum-seconds'], seconds),
    tasks: values.tasks === undefined ? null : taskList(values.tasks),
    site: values.site ?? null,
    ...common(values),
  }
}

function taskList(text: string): string[] {
  const tasks = text.split(',').map((task) => task.trim())
  if (tasks.every((task) => task !== '')) return tasks
  throw usage(`--tasks: "${text}" is not a list of task ids.`, 'Example: --tasks HumanEval/0,HumanEval/7')
}

/** What the page is told about judging, the benchmark aside. */
export function judgingOf(options: JudgingOptions): Omit<HeadlessJudging, 'benchmark'> {
  const { workers, timeFactor, minimumSeconds } = options
  return { lanes: workers, limits: { timeFactor, minimumSeconds } }
}
