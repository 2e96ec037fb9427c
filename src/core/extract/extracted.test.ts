import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseBenchmark } from '../benchmarks/parse'
import cases from './fixtures/extracted.json'
import { buildProgram } from './index'
import { extractAsPublished } from './published'
import { sanitize } from './sanitize'
import { parseStrictly } from './syntax'

const ALL = cases.map(([text = '', entryPoint = '', sanitized = '', published = '']) => ({
  text,
  entryPoint,
  sanitized,
  published,
}))

test('gives what EvalPlus’s own sanitizer gives (fixtures/make_extracted.py)', () => {
  expect(ALL.length).toBeGreaterThan(200)
  const differing = ALL.filter(({ text, entryPoint, sanitized }) => sanitize(text, entryPoint).program !== sanitized)
  expect(differing.map((one) => ({ ...one, ours: sanitize(one.text, one.entryPoint).program }))).toEqual([])
})

test('as published gives what the paper’s tool gives (fixtures/make_extracted.py)', () => {
  const differing = ALL.filter(({ text, published }) => extractAsPublished(text).program !== published)
  expect(differing.map((one) => ({ ...one, ours: extractAsPublished(one.text).program }))).toEqual([])
})

const HUMANEVAL = '../shared/data/HumanEvalPlus-v0.1.10.jsonl.gz'
const MBPP = '../shared/data/MbppPlus-v0.2.0.jsonl.gz'

test.skipIf(!existsSync(HUMANEVAL))('as published loses every HumanEval reference (skipped where absent)', () => {
  const { problems } = parseBenchmark('humaneval', readFileSync(HUMANEVAL))
  const built = problems.map(({ prompt, canonicalSolution: completion, entryPoint }) =>
    buildProgram({ prompt, completion, entryPoint, extraction: 'published' }),
  )
  expect(built.filter(({ program }) => program === '')).toHaveLength(138)
  expect(built.filter(({ extracted }) => extracted)).toEqual([])
})

test.skipIf(!existsSync(MBPP))('as published breaks five MBPP references (skipped where absent)', () => {
  const { problems } = parseBenchmark('mbpp', readFileSync(MBPP))
  const filled = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length
  const lost = problems.filter(({ prompt, canonicalSolution: completion, entryPoint }) => {
    const { program } = buildProgram({ prompt, completion, entryPoint, extraction: 'published' })
    // Lines outside of functions are gone, and imports inside of them come first, indented.
    return parseStrictly(program) === null || filled(program) < filled(completion)
  })
  expect(lost.map(({ taskId }) => taskId)).toEqual(['Mbpp/64', 'Mbpp/98', 'Mbpp/471', 'Mbpp/573', 'Mbpp/759'])
})
