import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LabError } from '../core/errors'
import { bundleOfOpen } from '../core/experiment/open-run'
import { Xoshiro128 } from '../core/random/xoshiro'
import { openRunFiles } from './open-folder'
import { PROMPTS_FILE, RUN_FILE, SAMPLES_FILE, VERDICTS_FILE } from './run-folder'

const FOLDER = new URL('../../public/recorded/quick-check/', import.meta.url)
const names = [RUN_FILE, SAMPLES_FILE, PROMPTS_FILE, VERDICTS_FILE]
const whole = new Map(names.map((name) => [name, new Uint8Array(readFileSync(new URL(name, FOLDER)))]))
const WRONG = ['null', '-1', '1e999', '"x"', '[]', '{}', 'true', '"\\u0000"', '3.5']

/** One part of the run with one thing wrong. */
function mutated(random: Xoshiro128): Map<string, Uint8Array> {
  const name = names[random.below(names.length)] ?? RUN_FILE
  const bytes = whole.get(name) ?? new Uint8Array()
  const isPacked = name.endsWith('.gz')
  const files = new Map(whole)
  switch (random.below(5)) {
    case 0:
      return files.set(name, bytes.slice(0, random.below(bytes.length)))
    case 1: {
      const flipped = bytes.slice()
      const at = random.below(bytes.length)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8))
      return files.set(name, flipped)
    }
    default: {
      // A value of the text replaced by one of another kind, or another number in its place.
      const text = strFromU8(isPacked ? gunzipSync(bytes) : bytes)
      const values = [...text.matchAll(/: ?("[^"\\]{0,80}"|-?\d+(\.\d+)?|null|true|false)/g)]
      const value = values[random.below(values.length)]
      if (value === undefined) return files
      const start = value.index + value[0].length - (value[1]?.length ?? 0)
      const other = random.below(3) === 0 ? String(random.below(9)) : (WRONG[random.below(WRONG.length)] ?? 'null')
      const changed = strToU8(text.slice(0, start) + other + text.slice(start + (value[1]?.length ?? 0)))
      return files.set(name, isPacked ? gzipSync(changed) : changed)
    }
  }
}

it('500 mutated runs open whole, or end in a named error with a hint', { timeout: 120_000 }, async () => {
  const random = new Xoshiro128(7)
  let refused = 0
  for (let count = 0; count < 500; count += 1) {
    try {
      await bundleOfOpen(await openRunFiles(mutated(random)))
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(LabError)
      if (thrown instanceof LabError) {
        expect(['bad-run', 'newer-version']).toContain(thrown.code)
        expect(thrown.hint).not.toBe('')
      }
      refused += 1
    }
  }
  // The others changed a time, a text or a hash that nothing can be compared with.
  expect(refused).toBeGreaterThan(300)
})
