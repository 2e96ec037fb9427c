import type { Condition, Noise, PromptCondition, Variant } from './spec'

const LONGEST_VALUE = 40

/** Words for conditions and variants, the same on the page and in the table of the command. */
export function conditionLabel(condition: Condition): string {
  const parts: string[] = []
  if (condition.prompt !== null) parts.push(promptLabel(condition.prompt))
  if (condition.weights !== null) parts.push(noiseLabel(condition.weights))
  return parts.length === 0 ? 'clean' : parts.join(' + ')
}

export function variantLabel(variant: Variant): string {
  return `${variant.model} ${schemeLabel(variant)}`
}

/** The scheme, with the file where a certain one was asked for. */
export function schemeLabel({ scheme, file }: Variant): string {
  return file === undefined ? scheme : `${scheme} (${file})`
}

function promptLabel(prompt: PromptCondition): string {
  const parameters = Object.entries(prompt.parameters).map(([name, value]) => `${name} ${short(String(value))}`)
  const mode = prompt.mode === 'published' ? ['as published'] : []
  return [prompt.attack, ...parameters, ...mode, `seed ${prompt.seed}`].join(', ')
}

/** A text that a person wrote, by its beginning. */
function short(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST_VALUE ? line : `${line.slice(0, LONGEST_VALUE)}…`
}

function noiseLabel(noise: Noise): string {
  const level = `${noise.level}${noise.relative ? ' of the deviation' : ''}`
  const roles = noise.roles === undefined ? [] : [`on ${noise.roles.join(' ')}`]
  const target = noise.target === 'every-weight' ? [] : [noise.target]
  const layers = noise.layers === undefined ? [] : [`in layer ${noise.layers.join(' ')}`]
  return [`${noise.noise} noise ${level}`, ...target, ...roles, ...layers, `seed ${noise.seed}`].join(', ')
}
