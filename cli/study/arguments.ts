import { COMMON, common, type CommonOptions, oneOf, parse } from '../options'
import { usage } from '../usage'

export type MergeCommand = {
  readonly command: 'merge'
  readonly runs: readonly string[]
  readonly out: string
} & CommonOptions

export type CompareCommand = {
  readonly command: 'compare'
  readonly first: string
  readonly second: string
  readonly suite: 'base' | 'plus'
} & CommonOptions

export type ReportCommand = { readonly command: 'report'; readonly run: string; readonly out: string } & CommonOptions

export type StatsCommand = {
  readonly command: 'stats'
  readonly run: string
  readonly suite: 'base' | 'plus'
} & CommonOptions

const OUT = { ...COMMON, out: { type: 'string' } } as const
const SUITE = { ...COMMON, suite: { type: 'string' } } as const

/** Null: help was asked for. */
export function parseMerge(words: readonly string[]): MergeCommand | null {
  const { values, positionals: runs } = parse(words, OUT)
  if (values.help === true) return null
  if (runs.length < 2) throw usage('Which parts? Give two folders or more.', MERGE_HINT)
  if (values.out === undefined) throw usage('Where to? Give a folder with --out DIR.', MERGE_HINT)
  return { command: 'merge', runs, out: values.out, ...common(values) }
}

export function parseCompare(words: readonly string[]): CompareCommand | null {
  const { values, positionals } = parse(words, SUITE)
  if (values.help === true) return null
  const [first, second, ...more] = positionals
  if (first === undefined || second === undefined || more.length > 0) {
    throw usage('Give two runs.', 'Example: npx shakedown compare before after')
  }
  return { command: 'compare', first, second, suite: suiteOf(values.suite), ...common(values) }
}

export function parseReport(words: readonly string[]): ReportCommand | null {
  const { values, positionals } = parse(words, OUT)
  if (values.help === true) return null
  const run = theRun(positionals, 'report')
  if (values.out === undefined) throw usage('Where to? Give a file with --out FILE.', REPORT_HINT)
  return { command: 'report', run, out: values.out, ...common(values) }
}

export function parseStats(words: readonly string[]): StatsCommand | null {
  const { values, positionals } = parse(words, SUITE)
  if (values.help === true) return null
  return { command: 'stats', run: theRun(positionals, 'stats'), suite: suiteOf(values.suite), ...common(values) }
}

function theRun(positionals: readonly string[], command: string): string {
  const [run, ...more] = positionals
  if (run !== undefined && more.length === 0) return run
  throw usage('Which run? Give one folder, .zip or run.json.', `Example: npx shakedown ${command} out/quick-check`)
}

function suiteOf(value: string | undefined): 'base' | 'plus' {
  return oneOf('--suite', value ?? 'plus', ['base', 'plus'])
}

const MERGE_HINT = 'Example: npx shakedown merge part-1 part-2 --out whole'
const REPORT_HINT = 'Example: npx shakedown report out/quick-check --out report.html'
