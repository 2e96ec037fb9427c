import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines, tripleQuoted } from '../attacks/python-text'
import { sha256Hex } from '../hash'
import golden from './fixtures/treebank-tokens.json'
import { treebankTokens } from './treebank-tokens'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

function words(text: string): string[] {
  return treebankTokens(text).map((token) => token.text)
}

/** What the tokenizer writes for a quote; every other token is as written. */
const QUOTES = new Map([
  ['``', ['"', "''", '``']],
  ["''", ['"', "''"]],
])

describe('treebankTokens', () => {
  it("gives NLTK's tokens", () => {
    const wrong = golden.cases.filter(
      ([text, tokens]) => JSON.stringify(words(String(text))) !== JSON.stringify(tokens),
    )
    expect(wrong.slice(0, 5).map(([text]) => [text, words(String(text))])).toEqual(
      wrong.slice(0, 5).map(([text, tokens]) => [text, tokens]),
    )
    expect(golden.cases.length).toBeGreaterThan(1500)
  })

  for (const { file, form, texts, sha256 } of golden.digests) {
    const path = [`${ROOT}public/benchmarks/${file}`, `${ROOT}../shared/data/${file}`].find((one) => existsSync(one))
    it.skipIf(path === undefined)(`gives NLTK's tokens for ${file} (skipped where the file is not there)`, () => {
      const found = promptsOf(path ?? '').flatMap((prompt) => textsOf(form, prompt))
      expect(found).toHaveLength(texts)
      expect(sha256Hex(found.map((text) => words(text).join('\n')).join('\n\n'))).toBe(sha256)
    })
  }

  it('gives places in the text: tokens in order, without overlap, nothing but white space between', () => {
    const unit = fc.constantFrom(
      'a',
      'Can',
      'not',
      "'",
      '"',
      '``',
      "''",
      '.',
      '..',
      ',',
      '(',
      '1',
      ' ',
      '\n',
      "'s",
      '🙂',
    )
    const text = fc.oneof(
      fc.array(unit, { maxLength: 20 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 30 }),
    )
    fc.assert(
      fc.property(text, (sentence) => {
        let done = 0
        for (const { text: token, start, end } of treebankTokens(sentence)) {
          const source = sentence.slice(start, end)
          expect(QUOTES.get(token) ?? [token]).toContain(source)
          expect(
            sentence
              .slice(done, start)
              .replaceAll(/[\x1c-\x1f\x85]/g, '')
              .trim(),
          ).toBe('')
          done = end
        }
        expect(
          sentence
            .slice(done)
            .replaceAll(/[\x1c-\x1f\x85]/g, '')
            .trim(),
        ).toBe('')
      }),
    )
  })

  it.each(['.', ' ', '. ', '"', "'", "''", 'a.)', ',', '\n', "can't ", '🙂'])('takes 100 kB of %j at once', (unit) => {
    const tokens = treebankTokens(`x.${unit.repeat(Math.ceil(100_000 / unit.length))}x`)
    expect(tokens.length).toBeGreaterThan(0)
  })
})

function promptsOf(path: string): string[] {
  const text = gunzipSync(readFileSync(path)).toString()
  return Array.from(text.matchAll(/"prompt": ?("(?:[^"\\]|\\.)*")/g), (match) => String(JSON.parse(match[1] ?? '""')))
}

function textsOf(form: string, prompt: string): string[] {
  if (form === 'mbpp') return [splitLines(prompt)[1]?.text ?? '']
  return tripleQuoted(prompt).map(({ start, end }) => prompt.slice(start, end))
}
