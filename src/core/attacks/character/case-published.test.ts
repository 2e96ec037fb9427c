import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { md5Hex, sha256Hex } from '../../hash'
import type { PromptForm } from '../../benchmarks/types'
import { publishedCharacterAttack } from './case-published'
import { applyEdits, invertEdits } from '../edits'
import golden from '../fixtures/char-published.json'
import starter from '../fixtures/char-starter.json'

/** What the fixture script writes about a benchmark; empty until the benchmark exists. */
interface StarterVector {
  readonly id: string
  readonly form: string
  readonly md5: string
  readonly prompts: number
  readonly digests: readonly { readonly seed: number; readonly max: number; readonly sha256: string }[]
}

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const REMAKE = 'The starter benchmark changed: run python3 models/fixtures/char_attack.py'

/** Prompts of a .jsonl.gz as the raw JSON strings: EvalPlus's files hold Infinity elsewhere, which JSON.parse refuses. */
function prompts(text: string): string[] {
  return Array.from(text.matchAll(/"prompt": ?("(?:[^"\\]|\\.)*")/g), (match) => String(JSON.parse(match[1] ?? '""')))
}

function digest(all: readonly string[], form: PromptForm, max: number, seed: number): string {
  const texts = all.map((prompt) => publishedCharacterAttack(prompt, form, { max, probability: 0.5, seed }).text)
  return sha256Hex(texts.join('\0'))
}

function formOf(name: string): PromptForm {
  return name === 'mbpp' ? 'mbpp' : 'humaneval'
}

describe('the published character attack', () => {
  it('gives the texts that CPython gives', () => {
    for (const { form, prompt, seed, max, probability, text } of golden) {
      const result = publishedCharacterAttack(prompt, formOf(form), { max, probability, seed })
      expect(result.text).toBe(text)
      expect(result.applied).toBe(text !== prompt)
      expect(result.why === '').toBe(result.applied)
      expect(applyEdits(prompt, result.edits)).toBe(text)
      expect(applyEdits(text, invertEdits(result.edits))).toBe(prompt)
    }
    expect(golden.length).toBeGreaterThan(50)
  })

  it('leaves an MBPP prompt alone that has not four lines, and says so', () => {
    const result = publishedCharacterAttack('one line', 'mbpp', { max: 5, probability: 0.5, seed: 0 })
    expect(result).toEqual({
      text: 'one line',
      edits: [],
      applied: false,
      program: null,
      why: expect.stringContaining('4 lines'),
    })
  })
})

describe('on the starter benchmark', () => {
  for (const [id, form] of [
    ['starter-mbpp', 'mbpp'],
    ['starter-humaneval', 'humaneval'],
  ] as const) {
    const path = `${ROOT}public/benchmarks/${id}.jsonl.gz`
    it.skipIf(!existsSync(path))(`gives CPython's digests for ${id}`, () => {
      const data = gunzipSync(readFileSync(path))
      const vector = (starter as readonly StarterVector[]).find((entry) => entry.id === id)
      expect(vector?.md5, REMAKE).toBe(md5Hex(data))
      const all = prompts(data.toString())
      expect(all).toHaveLength(vector?.prompts ?? -1)
      for (const { seed, max, sha256 } of vector?.digests ?? []) expect(digest(all, form, max, seed)).toBe(sha256)
    })
  }
})

describe("the notes' digests on EvalPlus's data (skipped where ../shared/data is not there)", () => {
  it.skipIf(!existsSync(`${ROOT}../shared/data`)).each([
    ['MbppPlus-v0.2.0', 'mbpp', 5, 'de66d2e271c9149349a6bfd0ca31ba1bcc407de074dff3b0a238eb6743d3c214'],
    ['MbppPlus-v0.2.0', 'mbpp', 15, '579a5ba3fad67c8d145ace837d0c514e6e6d3f14cded936a1baedc8a22a1101c'],
    ['HumanEvalPlus-v0.1.10', 'humaneval', 5, '7a16c500468d668707dead281aaf4439ac3de344ade592018385469d197068aa'],
    ['HumanEvalPlus-v0.1.10', 'humaneval', 15, 'ace72218427505ab36c4c92c9d477b66ad848133162f47615c1474de01ed770f'],
  ] as const)('%s, %s form, at most %i', (name, form, max, sha256) => {
    const all = prompts(gunzipSync(readFileSync(`${ROOT}../shared/data/${name}.jsonl.gz`)).toString())
    expect(digest(all, form, max, 42)).toBe(sha256)
    if (name === 'MbppPlus-v0.2.0' && max === 5) {
      const second = publishedCharacterAttack(all[0] ?? '', form, { max, probability: 0.5, seed: 42 }).text.split(
        '\n',
      )[1]
      expect(second).toBe('Write a funcTion tO find the sHared Elements from the giVen two lists.')
    }
  })
})
