import { parseShard, type Shard } from '../src/core/experiment/shard'
import type { DeviceChoice } from '../src/lab/ports'
import {
  type AttacksCommand,
  parseAttacks,
  parsePerturb,
  parseSearch,
  type PerturbCommand,
  type SearchCommand,
} from './attack/arguments'
import { type CheckBenchmarkCommand, type GradeCommand, parseCheckBenchmark, parseGrade } from './grade/arguments'
import { type ModelCommand, parseGenerate, parseInspect, parseQuantize } from './model/arguments'
import { atMostOne, COMMON, common, type CommonOptions, deviceOf, oneOf, parse } from './options'
import {
  type CompareCommand,
  type MergeCommand,
  parseCompare,
  parseMerge,
  parseReport,
  parseStats,
  type ReportCommand,
  type StatsCommand,
} from './study/arguments'
import { usage } from './usage'

export type Suite = 'base' | 'plus'

export type Command =
  | ({ readonly command: 'help'; readonly topic: string | null } & CommonOptions)
  | ({ readonly command: 'spec'; readonly file: string | null; readonly preset: string | null } & CommonOptions)
  | ({
      readonly command: 'run'
      readonly spec: string
      readonly out: string
      readonly device: DeviceChoice
      readonly maxDrop: number | null
      readonly maxLoss: number | null
      readonly suite: Suite
      /** Prompts that a person rejected: a run.json with a review, or a .jsonl. */
      readonly rejected: string | null
      /** Back-translations made before. */
      readonly translations: string | null
      /** Makes this part of the problems only. */
      readonly shard: Shard | null
      /** There has to be something to go on with. */
      readonly resume: boolean
      /** Run folders whose finished samples are taken. */
      readonly reuse: readonly string[]
      /** JUnit XML for a page of CI. */
      readonly junit: string | null
      /** A built site to use instead of this checkout's. */
      readonly site: string | null
    } & CommonOptions)
  | ModelCommand
  | GradeCommand
  | CheckBenchmarkCommand
  | AttacksCommand
  | PerturbCommand
  | SearchCommand
  | MergeCommand
  | CompareCommand
  | ReportCommand
  | StatsCommand

export const COMMANDS = [
  'run',
  'merge',
  'compare',
  'report',
  'stats',
  'grade',
  'check-benchmark',
  'attacks',
  'perturb',
  'search',
  'inspect',
  'quantize',
  'generate',
  'spec',
  'help',
] as const

const RUN = {
  ...COMMON,
  out: { type: 'string' },
  device: { type: 'string' },
  'max-drop': { type: 'string' },
  'max-loss': { type: 'string' },
  suite: { type: 'string' },
  rejected: { type: 'string' },
  translations: { type: 'string' },
  site: { type: 'string' },
  shard: { type: 'string' },
  resume: { type: 'boolean' },
  reuse: { type: 'string', multiple: true },
  junit: { type: 'string' },
} as const

/** Reads the words after `shakedown`. Throws LabError `usage`, and what names a scheme or noise that is not there. */
export function parseCommand(words: readonly string[]): Command {
  const [command, ...rest] = words
  switch (command) {
    case undefined:
    case '--help':
    case '-h':
      return help(null)
    case 'help': {
      const { values, positionals } = parse(rest, COMMON)
      return { command: 'help', topic: atMostOne(positionals, 'help'), ...common(values) }
    }
    case 'spec': {
      const { values, positionals } = parse(rest, { ...COMMON, preset: { type: 'string' } })
      if (values.help === true) return help('spec')
      const file = atMostOne(positionals, 'spec')
      const preset = values.preset ?? null
      if (file !== null && preset !== null) throw usage('A file or a preset?', 'Give one of FILE and --preset NAME.')
      return { command: 'spec', file, preset, ...common(values) }
    }
    case 'merge':
      return parseMerge(rest) ?? help(command)
    case 'compare':
      return parseCompare(rest) ?? help(command)
    case 'report':
      return parseReport(rest) ?? help(command)
    case 'stats':
      return parseStats(rest) ?? help(command)
    case 'inspect':
      return parseInspect(rest) ?? help(command)
    case 'quantize':
      return parseQuantize(rest) ?? help(command)
    case 'generate':
      return parseGenerate(rest) ?? help(command)
    case 'attacks':
      return parseAttacks(rest) ?? help(command)
    case 'perturb':
      return parsePerturb(rest) ?? help(command)
    case 'search':
      return parseSearch(rest) ?? help(command)
    case 'grade':
      return parseGrade(rest) ?? help(command)
    case 'check-benchmark':
      return parseCheckBenchmark(rest) ?? help(command)
    case 'run': {
      const { values, positionals } = parse(rest, RUN)
      if (values.help === true) return help('run')
      const spec = atMostOne(positionals, 'run')
      if (spec === null) throw usage('Which spec? Give the path of a spec, or the name of one in examples/.', RUN_HINT)
      if (values.out === undefined) throw usage('Where to? Give a folder with --out DIR.', RUN_HINT)
      return {
        command: 'run',
        spec,
        out: values.out,
        device: deviceOf(values.device),
        maxDrop: fraction('--max-drop', values['max-drop']),
        maxLoss: fraction('--max-loss', values['max-loss']),
        suite: oneOf('--suite', values.suite ?? 'plus', ['base', 'plus']),
        rejected: values.rejected ?? null,
        translations: values.translations ?? null,
        shard: values.shard === undefined ? null : parseShard(values.shard),
        resume: values.resume ?? false,
        reuse: values.reuse ?? [],
        junit: values.junit ?? null,
        site: values.site ?? null,
        ...common(values),
      }
    }
    default:
      throw usage(`There is no command "${command}".`, `Commands: ${COMMANDS.join(', ')}. See "npx shakedown help".`)
  }
}

const RUN_HINT = 'Example: npx shakedown run examples/quick-check.json --out run'

function help(topic: string | null): Command {
  return { command: 'help', topic, json: false, quiet: false }
}

/** A share of problems, 0 to 1; null when the option is not given. */
function fraction(option: string, value: string | undefined): number | null {
  if (value === undefined) return null
  const number = Number(value)
  if (value.trim() !== '' && number >= 0 && number <= 1) return number
  throw usage(
    `${option}: "${value}" is not a fraction.`,
    `Give points of pass@1 as a fraction, e.g. ${option} 0.1 for 10 points.`,
  )
}
