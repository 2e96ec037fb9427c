import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PromptForm } from '../../benchmarks/types'
import { md5Hex, sha256Hex } from '../../hash'
import { createTagger } from '../../tagging/tagger'
import { nodeWordNet } from '../../wordnet/testing/node-wordnet'
import type { WordNet } from '../../wordnet/types'
import { applyEdits, invertEdits } from '../edits'
import golden from '../fixtures/word-published.json'
import type { Tagger } from '../resources'
import { publishedWordAttack, type PublishedWordOptions } from './synonyms-published'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const REMAKE = 'The starter benchmark changed: run models/fixtures/word_attack.py'

function pathOf(id: string): string {
  return `${ROOT}${id.startsWith('starter') ? 'public/benchmarks' : '../shared/data'}/${id}.jsonl.gz`
}

function formOf(name: string): PromptForm {
  return name === 'mbpp' ? 'mbpp' : 'humaneval'
}

/** Prompts of a .jsonl.gz as the raw JSON strings: EvalPlus's files hold Infinity elsewhere, which JSON.parse refuses. */
function prompts(text: string): string[] {
  return Array.from(text.matchAll(/"prompt": ?("(?:[^"\\]|\\.)*")/g), (match) => String(JSON.parse(match[1] ?? '""')))
}

describe('the published word attack', () => {
  let resources: { readonly wordnet: WordNet; readonly tagger: Tagger }
  beforeAll(() => {
    const wordnet = nodeWordNet()
    resources = { wordnet, tagger: createTagger(wordnet) }
  })
  const attacked = (prompt: string, form: string, options: PublishedWordOptions) =>
    publishedWordAttack(prompt, formOf(form), options, resources)

  for (const { id, form, md5, prompts: count, digests, whole } of golden.sets) {
    it.skipIf(!existsSync(pathOf(id)))(`gives the texts of the re-run in Python, ${id} (skipped where absent)`, () => {
      const data = gunzipSync(readFileSync(pathOf(id)))
      expect(md5Hex(data), REMAKE).toBe(md5)
      const every = prompts(data.toString())
      expect(every).toHaveLength(count)
      for (const { sha256, ...options } of digests) {
        const texts = every.map((prompt) => attacked(prompt, form, options).text)
        expect(sha256Hex(texts.join('\0')), JSON.stringify(options)).toBe(sha256)
      }
      for (const [prompt = '', text = ''] of whole) {
        const result = attacked(prompt, form, golden.whole)
        expect(result.text).toBe(text)
        expect(applyEdits(text, invertEdits(result.edits))).toBe(prompt)
      }
      expect(whole.length > 10).toBe(id.startsWith('starter'))
    })
  }

  const prompt = (line: string) => `"""\n${line}\nassert f(1) == 1\n"""\n`
  const every = { probability: 1, choices: 3, seed: 42 }

  it('joins words again: quotes, clitics and marks change, and the final newline goes', () => {
    const { text, edits } = attacked(prompt(`The dog's 'a' (or b) : x , y !`), 'mbpp', { ...every, probability: 0 })
    expect(text).toBe(`"""\nThe dog 's ' a ' (or b) : x, y!\nassert f(1) == 1\n"""`)
    expect(edits.length).toBeGreaterThan(4)
  })

  it('keeps underscores, and neither case nor inflection', () => {
    const { text } = attacked(prompt('Cats sleep.'), 'mbpp', { ...every, choices: 100 })
    expect(text.split('\n')[1]).toMatch(/^[a-z'_A-Z-]+ [a-z_]+\.$/)
    const texts = Array.from(
      { length: 60 },
      (_, seed) => attacked(prompt('Cats'), 'mbpp', { ...every, choices: 9, seed }).text,
    )
    expect(texts.some((one) => one.includes('_'))).toBe(true)
    expect(texts.every((one) => !/\bcats\b/.test(one))).toBe(true)
  })

  it('loses satellite adjectives: "quick" has none but them', () => {
    expect(resources.wordnet.synsets('quick', 'a').every(({ part }) => part === 's')).toBe(true)
    expect(attacked(prompt('the quick fox'), 'mbpp', every).text).toContain('quick')
  })

  it('leaves an MBPP prompt alone that has not four lines, and a prompt without docstrings', () => {
    expect(attacked('one line', 'mbpp', every)).toMatchObject({
      applied: false,
      why: expect.stringContaining('4 lines'),
    })
    expect(attacked('def f(x):\n', 'humaneval', every)).toMatchObject({ applied: false, text: 'def f(x):\n' })
  })
})
