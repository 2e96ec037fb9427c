import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { jsonSchemas, schemaFolder } from './schemas'

it.each([...jsonSchemas()])('docs/schemas/%s is up to date (npm run schemas)', (name, text) => {
  expect(JSON.parse(readFileSync(`${schemaFolder}${name}`, 'utf8'))).toEqual(JSON.parse(text))
})
