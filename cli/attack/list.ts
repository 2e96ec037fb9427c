import { attacks } from '../../src/core/attacks/registry'
import type { Attack, ParameterSchema } from '../../src/core/attacks/types'
import type { AttacksCommand } from './arguments'

/** `shakedown attacks`: what there is, drawn from the registry. */
export function attacksCommand({ json }: AttacksCommand): number {
  const listed = attacks.map(({ id, name, level, modes, random, description, parameters, needs, regions }) => ({
    id,
    name,
    level,
    modes,
    random,
    description,
    parameters,
    needs,
    regions,
  }))
  process.stdout.write(json ? `${JSON.stringify({ ok: true, attacks: listed })}\n` : `${attacksText(attacks)}\n`)
  return 0
}

/** The list for people, level by level. */
export function attacksText(list: readonly Attack[]): string {
  const levels = [...new Set(list.map(({ level }) => level))]
  return levels
    .flatMap((level) => [capital(level), ...list.filter((attack) => attack.level === level).flatMap(attackLines), ''])
    .join('\n')
    .trimEnd()
}

function attackLines({ id, description, modes, random, needs, parameters }: Attack): string[] {
  const facts = [modes.join(' or '), random ? 'random' : 'no chance in it', ...needs.map((need) => `needs ${need}`)]
  return [
    `  ${id}  ${description}`,
    `    ${facts.join('; ')}`,
    ...Object.entries(parameters).map(([name, schema]) => `    --param ${name}=${rangeText(schema)}`),
  ]
}

function rangeText(schema: ParameterSchema): string {
  const mode = schema.mode === undefined ? '' : `, ${schema.mode} only`
  switch (schema.kind) {
    case 'choice':
      return `${schema.options.map(({ value }) => value).join('|')} (default ${schema.default}${mode}): ${schema.label}`
    case 'text':
      return `TEXT (${schema.longest} characters at most${mode}): ${schema.label}`
    case 'integer':
    case 'fraction':
      return `${schema.minimum}..${schema.maximum} (default ${schema.default}${mode}): ${schema.label}`
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
