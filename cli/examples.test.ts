import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parseSpecText } from '../src/core/experiment/parse-spec'
import { readSpec } from './examples'

const folder = fileURLToPath(new URL('../examples/', import.meta.url))

it.each(readdirSync(folder))('examples/%s is a spec, by path and by name', (file) => {
  const text = readSpec(`${folder}${file}`)
  expect(parseSpecText(text).version).toBe(1)
  expect(readSpec(file.replace(/\.json$/, ''))).toBe(text)
})

it('names a spec that is not there and those that are', () => {
  for (const name of ['no-such', '../no/such.json', '/no/such', folder]) {
    expect(() => readSpec(name)).toThrow(
      expect.objectContaining({ code: 'not-found', hint: expect.stringContaining('quick-check') }),
    )
  }
})
