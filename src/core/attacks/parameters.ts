import { LabError } from '../errors'
import { didYouMean } from '../nearest'
import type {
  Attack,
  AttackMode,
  ChoiceSchema,
  NumberSchema,
  ParameterSchema,
  ParameterValue,
  TextSchema,
} from './types'

export type Parameters = Readonly<Record<string, ParameterValue>>

/**
 * The parameters of an attack with defaults filled in. Those without a meaning in this mode are checked and left out,
 * and those that are silent at their default, so that equal work reads equal.
 * @param path where they stand in the spec, for the error, e.g. "conditions[1].prompt.parameters"
 * @throws LabError `bad-spec` for a name the attack does not have, a wrong type, or a value out of range
 */
export function resolveParameters(attack: Attack, mode: AttackMode, given: Parameters, path: string): Parameters {
  const known = Object.keys(attack.parameters)
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const choice = known.length === 0 ? 'It has no parameters.' : didYouMean(name, known, 'It has')
    throw new LabError('bad-spec', `${path}.${name}: the attack "${attack.id}" has no such parameter.`, choice)
  }
  return Object.fromEntries(
    Object.entries(attack.parameters).flatMap(([name, schema]) => {
      const value = given[name] ?? schema.default
      checkValue(schema, value, `${path}.${name}`)
      const isSilent = schema.silentAtDefault === true && value === schema.default
      return hasMeaning(schema, mode) && !isSilent ? [[name, value]] : []
    }),
  )
}

/** Whether a parameter does anything in this mode. */
export function hasMeaning(schema: ParameterSchema, mode: AttackMode): boolean {
  return schema.mode === undefined || schema.mode === mode
}

/** A resolved number. @throws LabError `bad-spec` when the parameters were not resolved first. */
export function numberParameter(parameters: Parameters, name: string): number {
  const value = parameters[name]
  if (typeof value === 'number') return value
  throw new LabError('bad-spec', `The parameter "${name}" is missing.`, `Give "${name}" as a number.`)
}

/** A resolved choice or text. @throws LabError `bad-spec` when the parameters were not resolved first. */
export function choiceParameter(parameters: Parameters, name: string): string {
  const value = parameters[name]
  if (typeof value === 'string') return value
  throw new LabError('bad-spec', `The parameter "${name}" is missing.`, `Give "${name}" as text.`)
}

function checkValue(schema: ParameterSchema, value: ParameterValue, path: string): void {
  switch (schema.kind) {
    case 'choice':
      return checkChoice(schema, value, path)
    case 'text':
      return checkText(schema, value, path)
    case 'integer':
    case 'fraction':
      return checkNumber(schema, value, path)
  }
}

function checkNumber(schema: NumberSchema, value: ParameterValue, path: string): void {
  const what = schema.kind === 'integer' ? 'a whole number' : 'a number'
  const right =
    typeof value === 'number' && (schema.kind === 'integer' ? Number.isInteger(value) : Number.isFinite(value))
  if (right && value >= schema.minimum && value <= schema.maximum) return
  throw new LabError(
    'bad-spec',
    `${path}: ${JSON.stringify(value)} is not ${what} from ${schema.minimum} to ${schema.maximum}.`,
    `Choose ${what} from ${schema.minimum} to ${schema.maximum}, or leave it out for ${schema.default}.`,
  )
}

function checkChoice({ options, default: otherwise }: ChoiceSchema, value: ParameterValue, path: string): void {
  if (options.some((option) => option.value === value)) return
  const known = options.map((option) => option.value).join(', ')
  throw new LabError(
    'bad-spec',
    `${path}: ${JSON.stringify(value)} is none of ${known}.`,
    `Choose one of them, or leave it out for ${otherwise}.`,
  )
}

function checkText({ longest }: TextSchema, value: ParameterValue, path: string): void {
  if (typeof value === 'string' && value.length <= longest) return
  const what = typeof value === 'string' ? `${value.length} characters` : JSON.stringify(value)
  throw new LabError(
    'bad-spec',
    `${path}: ${what} is not a text of ${longest} characters at most.`,
    'Give such a text.',
  )
}
