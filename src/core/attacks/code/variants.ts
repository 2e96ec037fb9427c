import { attacks } from '../registry'
import type { Attack, ParameterValue } from '../types'

/** An attack on code with one choice of its parameters. */
export interface Variant {
  readonly attack: Attack
  readonly parameters: Readonly<Record<string, ParameterValue>>
  /** e.g. "rename-variable naming=naive". */
  readonly title: string
}

const LEVELS = new Set(['name', 'format', 'syntax'])

/** For tests: the attacks on code and their baseline, with every choice they have. */
export function codeVariants(): Variant[] {
  return attacks
    .filter(({ id, level }) => LEVELS.has(level) || id === 'control-partial')
    .flatMap((attack) =>
      choicesOf(attack).map((parameters) => ({ attack, parameters, title: titleOf(attack, parameters) })),
    )
}

function choicesOf({ parameters }: Attack): Record<string, ParameterValue>[] {
  return Object.entries(parameters).reduce<Record<string, ParameterValue>[]>(
    (all, [name, schema]) =>
      schema.kind === 'choice'
        ? all.flatMap((chosen) => schema.options.map(({ value }) => ({ ...chosen, [name]: value })))
        : all,
    [{}],
  )
}

function titleOf({ id }: Attack, parameters: Readonly<Record<string, ParameterValue>>): string {
  return [id, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join(' ')
}
