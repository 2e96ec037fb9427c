import { parseArgs, type ParseArgsConfig } from 'node:util'
import { LabError } from '../src/core/errors'
import type { DeviceChoice } from '../src/lab/ports'

export type Suite = 'base' | 'plus'

/** Options that all commands know. */
export interface CommonOptions {
  readonly json: boolean
  readonly quiet: boolean
}

export type Command =
  | ({ readonly command: 'help'; readonly topic: string | null } & CommonOptions)
  | ({ readonly command: 'spec'; readonly file: string | null } & CommonOptions)
  | ({
      readonly command: 'run'
      readonly spec: string
      readonly out: string
      readonly device: DeviceChoice
      readonly maxDrop: number | null
      readonly maxLoss: number | null
      readonly suite: Suite
      /** A built site to use instead of this checkout's. */
      readonly site: string | null
    } & CommonOptions)

export const COMMANDS = ['run', 'spec', 'help'] as const

const COMMON = { json: { type: 'boolean' }, quiet: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
const RUN = {
  ...COMMON,
  out: { type: 'string' },
  device: { type: 'string' },
  'max-drop': { type: 'string' },
  'max-loss': { type: 'string' },
  suite: { type: 'string' },
  site: { type: 'string' },
} as const

export function usage(message: string, hint = 'See "npx shakedown help".'): LabError {
  return new LabError('usage', message, hint)
}

/** Reads the words after `shakedown`. Throws LabError `usage`. */
export function parseCommand(words: readonly string[]): Command {
  const [command, ...rest] = words
  switch (command) {
    case undefined:
    case '--help':
    case '-h':
      return { command: 'help', topic: null, json: false, quiet: false }
    case 'help': {
      const { values, positionals } = parse(rest, COMMON)
      return { command: 'help', topic: atMostOne(positionals, 'help'), ...common(values) }
    }
    case 'spec': {
      const { values, positionals } = parse(rest, COMMON)
      if (values.help === true) return { command: 'help', topic: 'spec', ...common(values) }
      return { command: 'spec', file: atMostOne(positionals, 'spec'), ...common(values) }
    }
    case 'run': {
      const { values, positionals } = parse(rest, RUN)
      if (values.help === true) return { command: 'help', topic: 'run', ...common(values) }
      const spec = atMostOne(positionals, 'run')
      if (spec === null) throw usage('Which spec? Give the path of a spec, or the name of one in examples/.', RUN_HINT)
      if (values.out === undefined) throw usage('Where to? Give a folder with --out DIR.', RUN_HINT)
      return {
        command: 'run',
        spec,
        out: values.out,
        device: oneOf('--device', values.device ?? 'auto', ['auto', 'webgpu', 'wasm']),
        maxDrop: fraction('--max-drop', values['max-drop']),
        maxLoss: fraction('--max-loss', values['max-loss']),
        suite: oneOf('--suite', values.suite ?? 'plus', ['base', 'plus']),
        site: values.site ?? null,
        ...common(values),
      }
    }
    default:
      throw usage(`There is no command "${command}".`, `Commands: ${COMMANDS.join(', ')}. See "npx shakedown help".`)
  }
}

const RUN_HINT = 'Example: npx shakedown run examples/quick-check.json --out run'

function parse<T extends NonNullable<ParseArgsConfig['options']>>(words: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new LabError(
      'usage',
      message,
      `Options: ${Object.keys(options)
        .map((name) => `--${name}`)
        .join(', ')}.`,
      { cause },
    )
  }
}

function common(values: { json?: boolean; quiet?: boolean }): CommonOptions {
  return { json: values.json ?? false, quiet: values.quiet ?? false }
}

function atMostOne(positionals: readonly string[], command: string): string | null {
  if (positionals.length > 1) throw usage(`${command} takes one name, not ${positionals.join(' ')}.`)
  return positionals[0] ?? null
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw usage(`${option}: "${value}" is not one of ${choices.join(', ')}.`)
  return found
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
