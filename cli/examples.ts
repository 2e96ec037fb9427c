import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LabError } from '../src/core/errors'

const FOLDER = new URL('../examples/', import.meta.url)

/** Text of a spec: a path, or the name of one in examples/. Throws LabError `not-found`. */
export function readSpec(name: string): string {
  const isName = !existsSync(name) && /^[\w-]+$/.test(name)
  const path = isName ? fileURLToPath(new URL(`${name}.json`, FOLDER)) : name
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const names = readdirSync(FOLDER).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []))
    const hint = `Give the path of a spec, or a name: ${names.join(', ')}.`
    throw new LabError('not-found', `The spec "${name}" cannot be read.`, hint, { cause })
  }
}
