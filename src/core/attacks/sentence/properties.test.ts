import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { rewording } from '../../translation/testing'
import { applyEdits, invertEdits } from '../edits'
import { perturb } from '../registry'
import { regionsOf } from '../regions'
import { NO_RESOURCES } from '../resources'
import type { AttackInput } from '../types'
import { sentenceUnits } from './units'

const RESOURCES = { ...NO_RESOURCES, translations: rewording }
const CONDITION = { attack: 'translate', mode: 'corrected', parameters: {}, seed: 0 } as const

/** Corrected attacks change natural language only. */
function expectSound(input: AttackInput): void {
  const { text, edits } = perturb(CONDITION, input, RESOURCES)
  expect(applyEdits(input.prompt, edits)).toBe(text)
  expect(applyEdits(text, invertEdits(edits))).toBe(input.prompt)
  const sentences = regionsOf(input).filter(({ kind }) => kind === 'sentence')
  for (const { start, end } of edits) {
    expect(sentences.some((region) => region.start <= start && end <= region.end)).toBe(true)
  }
}

const PART = fc.constantFrom(
  'write',
  'the',
  ' and ',
  'f',
  "'a b'",
  '3',
  'True',
  'x_1',
  '🙂',
  'שלום',
  '.',
  '\n',
  '\r\n',
  '"""',
  'def f(x):',
  '>>> f(1)',
  'f(x)',
  '[1]',
  ' ',
  '\t',
  'assert f(1) == 1',
  'e.g.',
)

describe('sentences of any prompt', () => {
  it('lie in order, hold their anchors, and change nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(PART, { maxLength: 40 }),
        fc.constantFrom('mbpp' as const, 'humaneval' as const),
        (parts, form) => {
          const body = parts.join(' ')
          for (const prompt of [
            body,
            `"""\n${body}\nassert f(1) == 1\n"""\n`,
            `def f(a):\n    """ ${body}\n    """\n`,
          ]) {
            const input: AttackInput = { prompt, form, taskId: 'T/0', entryPoint: 'f', canonicalSolution: '' }
            let done = 0
            for (const unit of sentenceUnits(input)) {
              expect(unit.start).toBeGreaterThanOrEqual(done)
              done = unit.start
              for (const { start, end } of unit.anchors) {
                expect(start).toBeGreaterThanOrEqual(done)
                expect(end).toBeGreaterThan(start)
                done = end
              }
              expect(unit.end).toBeGreaterThanOrEqual(done)
              done = unit.end
            }
            expectSound(input)
          }
        },
      ),
    )
  })

  it('are found in 100 kB of anything within two seconds of the processor', () => {
    for (const unit of [
      'word ',
      'word. ',
      " 'a",
      '"',
      '(',
      'f(',
      '\n',
      '\r\n',
      'a\n',
      '1 ',
      '🙂',
      '.',
      'the ',
      'write 3 ',
    ]) {
      const body = unit.repeat(Math.ceil(100_000 / unit.length))
      const input: AttackInput = {
        prompt: `def f(x):\n    """${body}\n    """\n`,
        form: 'humaneval',
        taskId: 'T/0',
        entryPoint: 'f',
        canonicalSolution: '',
      }
      const started = process.cpuUsage()
      perturb(CONDITION, input, RESOURCES)
      expect(process.cpuUsage(started).user / 1000, JSON.stringify(unit)).toBeLessThan(2000)
    }
  })
})

const FILES = [
  ['mbpp', 'public/benchmarks/starter-mbpp.jsonl.gz'],
  ['humaneval', 'public/benchmarks/starter-humaneval.jsonl.gz'],
  ['mbpp', '../shared/data/MbppPlus-v0.2.0.jsonl.gz'],
  ['humaneval', '../shared/data/HumanEvalPlus-v0.1.10.jsonl.gz'],
] as const

describe('the benchmarks', () => {
  it.each(FILES)('%s of %s keep all but their natural language', (form, path) => {
    // Beside the repository on machines that have the data; the starter benchmark is always there.
    if (!existsSync(path)) {
      console.info(`${path} is not here: skipped`)
      expect(path.startsWith('../shared/')).toBe(true)
      return
    }
    const rows = gunzipSync(readFileSync(path)).toString().trim().split('\n')
    let changed = 0
    for (const row of rows) {
      const prompt: unknown = JSON.parse(/"prompt": ("(?:[^"\\]|\\.)*")/.exec(row)?.[1] ?? 'null')
      const entryPoint = /"entry_point": "([^"]*)"/.exec(row)?.[1] ?? ''
      if (typeof prompt !== 'string') throw new Error(`A row of ${path} has no prompt.`)
      const input: AttackInput = { prompt, form, taskId: 'T/0', entryPoint, canonicalSolution: '' }
      expectSound(input)
      const { text, applied } = perturb(CONDITION, input, RESOURCES)
      const structure = (kind: string) => kind === 'example' || kind === 'signature'
      const after = regionsOf({ ...input, prompt: text }).filter(({ kind }) => structure(kind))
      const before = regionsOf(input).filter(({ kind }) => structure(kind))
      expect(after.map(({ start, end }) => text.slice(start, end))).toEqual(
        before.map(({ start, end }) => prompt.slice(start, end)),
      )
      if (applied) changed += 1
    }
    expect(changed / rows.length).toBeGreaterThan(0.95)
  })
})
