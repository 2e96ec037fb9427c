import { expect, test } from 'vitest'
import { LEVELS, attack, noise, type SyntheticPlace } from '../../figures/testing'
import { FINDING_QUESTIONS, parseFindings, type Finding } from '../../paper/findings'
import type { FindingRuns, Question } from './answered'
import { resultsDocument } from './document'
import { dropQuestion } from './drop'
import { extractionQuestion } from './extraction'
import { newlineQuestion } from './newline'
import { answersOf, QUESTIONS } from './questions'
import { published, twoFormRun } from './testing'

/** Of thirty problems: the schemes pass 24 and 21 clean; every attack takes 12 of the original and 6 of the variant. */
const chance = ({ scheme, condition: { prompt, weights }, problem }: SyntheticPlace): number => {
  const clean = scheme === 0 ? 24 : 21
  if (weights !== null) return Number(problem < (weights.target === 'float-only' && scheme > 0 ? 20 : 10))
  if (prompt === null || prompt.attack.startsWith('control-')) return Number(problem < clean)
  return Number(problem < clean - (scheme === 0 ? 12 : 6))
}
const schemes = ['fp32', 'int8']
const attacks = twoFormRun({
  schemes,
  chance,
  conditions: [
    {},
    ...[1, 2, 3].flatMap((seed) => [attack('char', seed), attack('word', seed)]),
    attack('translate'),
    published('char', { seed: 42 }),
    published('control-rejoin'),
  ],
})
const answer = (answers: readonly Finding[], id: string) => answers.find((one) => one.id === id)
const all = (runs: FindingRuns) => answersOf(runs).answered.flatMap(({ answers }) => answers)
const only = ({ answer: ask }: Question, runs: FindingRuns) => ask(runs)?.answers ?? []
const ofAttacks = answersOf({ attacks })
const attackAnswers = ofAttacks.answered.flatMap(({ answers }) => answers)

test('questions 1 and 2: the mean over sizes, forms and attacks, by problem', () => {
  const answers = attackAnswers
  const drop = answer(answers, 'drop/int8')
  // 12 of 30 problems lost against 6 of 30, in every cell.
  expect(drop?.estimate).toBe(20)
  expect(drop?.n).toBe(30)
  expect(drop?.low).toBeGreaterThan(0)
  expect(drop?.answer).toContain('int8 drops 20.0 points less than fp32')
  // It passes less clean as well, which is said.
  expect(drop?.answer).toContain('70.0 % against 80.0 %')
  expect(answer(answers, 'drop-by-size/s')?.answer).toContain('drops less than fp32: int8 +20.0')
  expect(answer(answers, 'loss/int8')?.estimate).toBe(10)
})

test('an interval without 0 is no effect where too few problems differ', () => {
  // Four problems of thirty, the same in every cell: the interval leaves out 0, the exact test gives 0.125.
  const few = twoFormRun({
    schemes,
    conditions: [{}, attack('char', 1)],
    chance: ({ scheme, condition, problem }) =>
      Number(problem < (condition.prompt === null ? 24 : scheme === 0 ? 12 : 16)),
  })
  const drop = answer(only(dropQuestion, { attacks: few }), 'drop/int8')
  expect(drop?.low).toBeGreaterThan(0)
  expect(drop?.answer).toContain('4 lie above and 0 below (exact p 0.125): too few to call it an effect')
})

test('questions 5 and 6: RRS of the original against itself, base against plus', () => {
  const answers = attackAnswers
  // Every seed takes the same problems: 12 of 24 pairs of seeds, all with the same drop.
  expect(answer(answers, 'null-rrs')).toMatchObject({ low: 1, high: 1, n: 24 })
  expect(answer(answers, 'base-plus')?.n).toBeGreaterThan(0)
  expect(answer(answers, 'rejoin/docstring')).toMatchObject({ estimate: 0, low: 0, high: 0 })
})

test('question 3: an advantage that is there only where noise skips the quantized weights', () => {
  const levels = (target: string) =>
    ['gaussian', 'uniform'].flatMap((kind) =>
      LEVELS.flatMap((level) => [1, 2].map((seed) => noise(kind, level, seed, { target }))),
    )
  const run = twoFormRun({
    ...{ schemes, chance, models: ['sham-coder-m'], benchmarks: ['sham-mbpp'] },
    conditions: [{}, ...levels('float-only'), ...levels('every-weight')],
  })
  const answers = all({ noise: run })
  expect(answer(answers, 'noise/int8')).toMatchObject({ estimate: 0, low: 0, high: 0, n: 30 })
  // 20 against 10 of 30.
  expect(answer(answers, 'noise/int8-as-published')?.estimate).toBeCloseTo(33.333, 3)
  const [first] = answersOf({ noise: run }).answered
  // Half of 24 is reached below the first level already.
  expect(first?.tables[1]?.rows[0]).toEqual(['gaussian, float-only', 'at most 0.0001', 'above 0.01'])
})

test('question 4: what the lost newline adds to the same letters', () => {
  const newline = twoFormRun({
    schemes,
    conditions: [{}, published('char', { seed: 42 }), attack('control-newline')],
    chance: (place) => (place.condition.prompt?.attack === 'control-newline' ? 0 : Math.max(0, chance(place))),
  })
  const answers = only(newlineQuestion, { newline, attacks })
  expect(answer(answers, 'newline/alone')).toMatchObject({ estimate: 80, n: 30 })
  expect(answer(answers, 'newline/char')).toMatchObject({ estimate: 0, low: 0, high: 0 })
  expect(only(newlineQuestion, { newline }).map(({ id }) => id)).toEqual(['newline/alone'])
})

test('beside the plan: extraction, floor, sensitivity', () => {
  const extraction = twoFormRun({
    ...{ schemes, conditions: [{}] },
    chance: ({ problem }) => Number(problem < 12),
  })
  const newline = twoFormRun({ schemes, conditions: [{}], chance: () => 1 })
  expect(answer(only(extractionQuestion, { extraction, newline }), 'extraction/docstring')?.estimate).toBe(60)
  const floor = twoFormRun({
    schemes,
    conditions: [{}, attack('control-identity', 1), noise('gaussian', 0)],
    chance: ({ problem, condition }) => Number(problem < (condition.weights === null ? 20 : 17)),
  })
  const floors = all({ floor })
  expect(answer(floors, 'floor/identical')).toMatchObject({ estimate: 0, low: 0 })
  expect(answer(floors, 'floor/dequantized')?.estimate).toBe(10)
  const sensitivity = twoFormRun({
    ...{ schemes: ['fp32'], models: ['sham-coder-m'], benchmarks: ['sham-mbpp'] },
    conditions: [
      {},
      ...['q', 'up'].flatMap((role) => [1, 2].map((seed) => noise('gaussian', 0.05, seed, { roles: [role] }))),
    ],
    chance: ({ problem, condition }) => Number(problem < (condition.weights?.roles?.[0] === 'up' ? 6 : 24)),
  })
  const worst = answer(all({ sensitivity }), 'sensitivity/role')
  expect(worst).toMatchObject({ estimate: 60, n: 30 })
  expect(worst?.answer).toContain('role up')
})

test('what is not there is left out and said; what is there fits the page', () => {
  const none = answersOf({})
  expect(none.answered).toEqual([])
  expect(none.missing).toHaveLength(QUESTIONS.length)
  const some = ofAttacks
  expect(some.missing.flatMap(({ runs }) => runs)).toContain('noise')
  const answers = some.answered.flatMap((one) => one.answers)
  expect(parseFindings(JSON.parse(JSON.stringify({ version: 1, answers }))).answers).toEqual(answers)
  const known = new Set<string>([...FINDING_QUESTIONS.map(({ id }) => id), 'loss', 'sensitivity'])
  expect(answers.filter(({ id }) => !known.has(id.split('/')[0] ?? ''))).toEqual([])
  expect(resultsDocument({ attacks }, some)).not.toMatch(/NaN|undefined|null|Infinity/)
})

test('the same runs give the same answers', () => {
  expect(answersOf({ attacks })).toEqual(ofAttacks)
})
