import type { Condition, Noise, PromptCondition, Variant } from './spec'

const LONGEST_VALUE = 40

/** Words for conditions and variants, the same on the page and in the table of the command. */
export function conditionLabel(condition: Condition): string {
  return seedsLabel([condition])
}

/** One label for conditions that differ in their seeds only: "char, max 5, seeds 1 2 3". */
export function seedsLabel(conditions: readonly Condition[]): string {
  const [first] = conditions
  const parts: string[] = []
  if (first?.prompt)
    parts.push(
      promptLabel(
        first.prompt,
        seedWords(conditions, ({ prompt }) => prompt?.seed),
      ),
    )
  if (first?.weights)
    parts.push(
      noiseLabel(
        first.weights,
        seedWords(conditions, ({ weights }) => weights?.seed),
      ),
    )
  return parts.length === 0 ? 'clean' : parts.join(' + ')
}

/** Each seed once: where only the noise was drawn anew, the attack has one. */
function seedWords(conditions: readonly Condition[], seedOf: (condition: Condition) => number | undefined): string {
  const seeds = [...new Set(conditions.map(seedOf))]
  return `${seeds.length > 1 ? 'seeds' : 'seed'} ${seeds.join(' ')}`
}

export function variantLabel(variant: Variant): string {
  return 'model' in variant ? `${variant.model} ${schemeLabel(variant)}` : variant.name
}

/** The scheme, with the file where a certain one was asked for; the name of imported samples. */
export function schemeLabel(variant: Variant): string {
  if (!('model' in variant)) return variant.name
  const { scheme, file } = variant
  return file === undefined ? scheme : `${scheme} (${file})`
}

/** The model of a variant; the name of imported samples. */
export function modelLabel(variant: Variant): string {
  return 'model' in variant ? variant.model : variant.name
}

function promptLabel(prompt: PromptCondition, seeds: string): string {
  const parameters = Object.entries(prompt.parameters).map(([name, value]) => `${name} ${short(String(value))}`)
  const mode = prompt.mode === 'published' ? ['as published'] : []
  return [prompt.attack, ...parameters, ...mode, seeds].join(', ')
}

/** A text that a person wrote, by its beginning. */
function short(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST_VALUE ? line : `${line.slice(0, LONGEST_VALUE)}…`
}

function noiseLabel(noise: Noise, seeds: string): string {
  const level = `${noise.level}${noise.relative ? ' of the deviation' : ''}`
  const roles = noise.roles === undefined ? [] : [`on ${noise.roles.join(' ')}`]
  const target = noise.target === 'every-weight' ? [] : [noise.target]
  const layers = noise.layers === undefined ? [] : [`in layer ${noise.layers.join(' ')}`]
  return [`${noise.noise} noise ${level}`, ...target, ...roles, ...layers, seeds].join(', ')
}
