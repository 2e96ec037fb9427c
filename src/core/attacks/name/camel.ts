import type { Attack } from '../types'
import { nameRegions } from './regions'
import { renameFunction } from './rename'

/** ReCode's change between the two styles of compound names: has_close_elements and hasCloseElements. */
export const renameCamel: Attack = {
  id: 'rename-camel',
  name: 'Function name: snake or camel',
  level: 'name',
  modes: ['corrected'],
  random: false,
  description: 'Writes has_close_elements as hasCloseElements, and the other way round.',
  needs: [],
  regions: nameRegions,
  parameters: {},
  apply(input) {
    const other = otherStyle(input.entryPoint)
    return renameFunction(input, [other], whyNot(input.entryPoint, other))
  },
}

function whyNot(name: string, other: string): string {
  return other === name ? `The name "${name}" is a single word.` : `The name "${other}" has a meaning already.`
}

/** Underscores in front and at the end stay. A run of capitals is one word: parseHTML, parse_html. */
export function otherStyle(name: string): string {
  const [, lead = '', core = '', trail = ''] = /^(_*)(.*?)(_*)$/.exec(name) ?? []
  return lead + (core.includes('_') ? toCamel(core) : toSnake(core)) + trail
}

function toCamel(name: string): string {
  return name.replace(/_+([A-Za-z0-9])/g, (_, next: string) => next.toUpperCase())
}

function toSnake(name: string): string {
  const divided = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
  return divided === name ? name : divided.toLowerCase()
}
