import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { applyEdits, invertEdits } from '../attacks/edits'
import { rejoinEdits, wordTokens } from './rejoin'

const MBPP = fileURLToPath(new URL('../../../../shared/data/MbppPlus-v0.2.0.jsonl.gz', import.meta.url))

function rejoined(text: string): string {
  const tokens = wordTokens(text)
  const edits = rejoinEdits(
    text,
    tokens,
    tokens.map((token) => token.text),
    0,
  )
  const result = applyEdits(text, edits)
  expect(applyEdits(result, invertEdits(edits))).toBe(text)
  return result
}

describe('rejoinEdits', () => {
  it.each([
    ['Write a function.', 'Write a function.'],
    ["the 'a' of a dog's (blue) bone, is it? yes!", "the ' a ' of a dog 's (blue) bone, is it? yes!"],
    ['  "q" x:  y ', "`` q '' x: y".replace('x:', 'x :')],
    ['>>> f([1])\n[1]', '> > > f ([ 1 ]) [ 1 ]'],
    ['a number.  0, 1, ...', 'a number. 0, 1,...'],
    [' \n', ''],
  ])('gives %j as the tool joins it', (text, expected) => {
    expect(rejoined(text)).toBe(expected)
  })

  it('puts words in the place of tokens, at an offset', () => {
    const edits = rejoinEdits('big cats.', wordTokens('big cats.'), ['large', 'cats', '.'], 10)
    expect(edits).toEqual([{ start: 10, end: 13, before: 'big', after: 'large' }])
  })

  it.skipIf(!existsSync(MBPP))(
    'alone changes 37 of the 378 lines of MBPP+ (skipped where the data are not there)',
    () => {
      const text = gunzipSync(readFileSync(MBPP)).toString()
      const lines = Array.from(text.matchAll(/"prompt": ?("(?:[^"\\]|\\.)*")/g), (match) =>
        String(JSON.parse(match[1] ?? '""'))
          .split('\n')
          .at(1),
      )
      expect(lines).toHaveLength(378)
      expect(lines.filter((line = '') => rejoined(line) !== line)).toHaveLength(37)
    },
  )
})
