import { findAttack, resolvePromptCondition } from '../../src/core/attacks/registry'
import type { ParameterValue } from '../../src/core/attacks/types'
import type { PromptCondition } from '../../src/core/experiment/spec'
import { parseScheme } from '../../src/core/quant/scheme'
import { DEFAULT_SEARCH, type SearchSettings } from '../../src/core/search/smallest-edit'
import type { DeviceChoice } from '../../src/lab/ports'
import { COMMON, common, type CommonOptions, deviceOf, oneNumber, oneOf, parse } from '../options'
import { usage } from '../usage'

export type AttacksCommand = CommonOptions & { readonly command: 'attacks' }

interface AttackingOptions extends CommonOptions {
  readonly condition: PromptCondition
  /** A file, or an id that the site ships. */
  readonly benchmark: string
  readonly out: string
  /** Back-translations made before, and those made now. */
  readonly translations: string | null
  readonly site: string | null
}

export type PerturbCommand = AttackingOptions & {
  readonly command: 'perturb'
  /** File for the edits, a line a task; null: none. */
  readonly edits: string | null
}

export type SearchCommand = AttackingOptions & {
  readonly command: 'search'
  readonly model: string
  readonly file: string | null
  readonly device: DeviceChoice
  readonly schemes: readonly string[]
  readonly tasks: readonly string[] | null
  /** The first so many problems; null: all. */
  readonly limit: number | null
  readonly maxTokens: number
  readonly settings: SearchSettings
}

const ATTACKING = {
  ...COMMON,
  attack: { type: 'string' },
  mode: { type: 'string' },
  param: { type: 'string', multiple: true },
  seed: { type: 'string' },
  benchmark: { type: 'string' },
  out: { type: 'string' },
  translations: { type: 'string' },
  site: { type: 'string' },
} as const

const PERTURB = { ...ATTACKING, edits: { type: 'string' } } as const

const SEARCH = {
  ...ATTACKING,
  model: { type: 'string' },
  file: { type: 'string' },
  device: { type: 'string' },
  scheme: { type: 'string', multiple: true },
  tasks: { type: 'string' },
  limit: { type: 'string' },
  'max-tokens': { type: 'string' },
  budget: { type: 'string' },
  batch: { type: 'string' },
} as const

const PERTURB_HINT =
  'Example: npx shakedown perturb --attack char --param max=5 --benchmark HumanEval.jsonl --out char.jsonl'
const SEARCH_HINT =
  'Example: npx shakedown search --model starter-coder-s --scheme fp32 --scheme int4 --attack char --benchmark starter-mbpp --limit 20 --out search.jsonl'

export function parseAttacks(words: readonly string[]): AttacksCommand | null {
  const { values, positionals } = parse(words, COMMON)
  if (values.help === true) return null
  if (positionals.length > 0) throw usage(`attacks takes no name, not ${positionals.join(' ')}.`)
  return { command: 'attacks', ...common(values) }
}

export function parsePerturb(words: readonly string[]): PerturbCommand | null {
  const { values, positionals } = parse(words, PERTURB)
  if (values.help === true) return null
  if (positionals.length > 0) throw usage(`perturb takes options only, not ${positionals.join(' ')}.`, PERTURB_HINT)
  return { command: 'perturb', edits: values.edits ?? null, ...attacking(values, PERTURB_HINT) }
}

export function parseSearch(words: readonly string[]): SearchCommand | null {
  const { values, positionals } = parse(words, SEARCH)
  if (values.help === true) return null
  if (positionals.length > 0) throw usage(`search takes options only, not ${positionals.join(' ')}.`, SEARCH_HINT)
  const whole = { least: 1, most: 100_000, whole: true }
  const schemes = values.scheme ?? ['fp32']
  for (const scheme of schemes) parseScheme(scheme)
  const limit = values.limit
  return {
    command: 'search',
    model: required(values.model, 'model', SEARCH_HINT),
    file: values.file ?? null,
    device: deviceOf(values.device),
    schemes: [...new Set(schemes)],
    tasks: values.tasks === undefined ? null : values.tasks.split(',').filter((task) => task !== ''),
    limit: limit === undefined ? null : oneNumber('--limit', limit, { ...whole, otherwise: 1 }),
    maxTokens: oneNumber('--max-tokens', values['max-tokens'], { ...whole, otherwise: 192 }),
    settings: {
      ...DEFAULT_SEARCH,
      budget: oneNumber('--budget', values.budget, { ...whole, otherwise: DEFAULT_SEARCH.budget }),
      batch: oneNumber('--batch', values.batch, { ...whole, most: 64, otherwise: DEFAULT_SEARCH.batch }),
    },
    ...attacking(values, SEARCH_HINT),
  }
}

interface AttackingValues {
  readonly attack?: string
  readonly mode?: string
  readonly param?: readonly string[]
  readonly seed?: string
  readonly benchmark?: string
  readonly out?: string
  readonly translations?: string
  readonly site?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

function attacking(values: AttackingValues, hint: string): AttackingOptions {
  const attack = findAttack(required(values.attack, 'attack', hint))
  const otherwise = attack.modes.includes('corrected') ? 'corrected' : 'published'
  const condition = {
    attack: attack.id,
    mode: oneOf('--mode', values.mode ?? otherwise, ['published', 'corrected']),
    parameters: Object.fromEntries((values.param ?? []).map((pair) => parameterOf(pair, hint))),
    seed: oneNumber('--seed', values.seed, { least: 0, most: 0xffff_ffff, whole: true, otherwise: 1 }),
  }
  return {
    condition: resolvePromptCondition(condition, '--attack'),
    benchmark: required(values.benchmark, 'benchmark', hint),
    out: required(values.out, 'out', hint),
    translations: values.translations ?? null,
    site: values.site ?? null,
    ...common(values),
  }
}

function required(value: string | undefined, name: string, hint: string): string {
  if (value === undefined || value === '') throw usage(`--${name} is missing.`, hint)
  return value
}

/** `name=value`; what reads as a number is one. */
function parameterOf(pair: string, hint: string): [string, ParameterValue] {
  const cut = pair.indexOf('=')
  if (cut < 1) throw usage(`--param: "${pair}" is not NAME=VALUE.`, hint)
  const text = pair.slice(cut + 1)
  const number = Number(text)
  return [pair.slice(0, cut), text.trim() !== '' && Number.isFinite(number) ? number : text]
}
