import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parseSpecText } from '../src/core/experiment/parse-spec'
import { readSpec } from './examples'

const folder = fileURLToPath(new URL('../examples/', import.meta.url))

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))

it.each(files)('examples/%s is a spec, by path and, beside others, by name', (file) => {
  const text = readSpec(`${folder}${file}`)
  expect(parseSpecText(text).version).toBe(1)
  if (!file.includes('/')) expect(readSpec(file.replace(/\.json$/, ''))).toBe(text)
})

it('names a spec that is not there and those that are', () => {
  for (const name of ['no-such', '../no/such.json', '/no/such', folder]) {
    expect(() => readSpec(name)).toThrow(
      expect.objectContaining({ code: 'not-found', hint: expect.stringContaining('quick-check') }),
    )
  }
})
