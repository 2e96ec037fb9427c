import type { Preset } from '../../../core/experiment/presets'
import type { Spec } from '../../../core/experiment/spec'

/** Columns of a line of a spec as it is shown. */
const WIDTH = 100

/** The spec of a preset as a person would write it. */
export function presetText({ spec }: Preset): string {
  return jsonText(spec)
}

/** A spec as a text that a person can change. */
export function specText(spec: Spec): string {
  return jsonText(spec)
}

/** JSON with what fits on a line on one line: a condition a line, not a key a line. */
export function jsonText(value: unknown, indent = 0, used = 0): string {
  const flat = flatText(value)
  const isBranch = typeof value === 'object' && value !== null
  if (!isBranch || indent + used + flat.length <= WIDTH) return flat
  const inner = ' '.repeat(indent + 2)
  const outer = ' '.repeat(indent)
  const lines = Array.isArray(value)
    ? value.map((item) => inner + jsonText(item, indent + 2))
    : entriesOf(value).map(
        ([key, item]) => `${inner}${JSON.stringify(key)}: ${jsonText(item, indent + 2, key.length + 4)}`,
      )
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${lines.join(',\n')}\n${outer}${close}`
}

function flatText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = entriesOf(value)
  if (entries.length === 0) return '{}'
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${flatText(item)}`).join(', ')} }`
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined)
}

/** A file name for a spec: "the-252-configurations.json". */
export function specFileName(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${slug === '' ? 'spec' : slug.slice(0, 60)}.json`
}
