import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { PromptCondition } from '../../experiment/spec'
import { perturb, resolvePromptCondition } from '../registry'
import { starterBenchmarks } from '../testing'

const FOLDER = fileURLToPath(new URL('../../../../public/recorded/quick-check/', import.meta.url))

it('gives the condition and the texts of the recorded run', () => {
  const { conditions } = JSON.parse(readFileSync(`${FOLDER}run.json`, 'utf8')) as {
    conditions: { prompt: PromptCondition | null }[]
  }
  const condition = conditions.find(({ prompt }) => prompt !== null)?.prompt
  if (condition === null || condition === undefined) throw new Error('The recorded run has no attack.')
  expect(resolvePromptCondition(condition, 'p')).toEqual(condition)
  const rows = gunzipSync(readFileSync(`${FOLDER}prompts.jsonl.gz`))
    .toString()
    .trim()
    .split('\n')
  const recorded = rows.map((row) => (JSON.parse(row) as { text: string }).text)
  const inputs = starterBenchmarks[0]?.inputs.slice(0, 40) ?? []
  for (const input of inputs) expect(recorded).toContain(perturb(condition, input).text)
  expect(inputs).toHaveLength(40)
})
