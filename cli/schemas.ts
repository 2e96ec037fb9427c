/** `npm run schemas`: writes docs/schemas/*.schema.json from the validators. */
import { toJsonSchema } from '@valibot/to-json-schema'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SuiteRowSchema } from '../src/core/benchmarks/suite-schema'
import { PromptSchema, RunSchema, SampleSchema } from '../src/core/experiment/record-schema'
import { SpecSchema } from '../src/core/experiment/spec'
import { TranslationFileSchema } from '../src/core/translation/file'

const schemas = {
  spec: SpecSchema,
  run: RunSchema,
  sample: SampleSchema,
  prompt: PromptSchema,
  suite: SuiteRowSchema,
  translations: TranslationFileSchema,
}

export const schemaFolder = fileURLToPath(new URL('../docs/schemas/', import.meta.url))

/** JSON Schemas (draft 2020-12) by file name. `spec` describes what a person may write: defaults can be left out. */
export function jsonSchemas(): Map<string, string> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => {
      const json = {
        title: `Shakedown ${name}`,
        ...toJsonSchema(schema, { typeMode: 'input', target: 'draft-2020-12', ignoreActions: ['finite'] }),
      }
      return [`${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`]
    }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(schemaFolder, { recursive: true })
  for (const [name, text] of jsonSchemas()) writeFileSync(`${schemaFolder}${name}`, text)
}
