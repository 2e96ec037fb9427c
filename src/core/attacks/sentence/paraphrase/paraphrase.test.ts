import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { applyEdits, invertEdits } from '../../edits'
import { perturb } from '../../registry'
import { regionsOf } from '../../regions'
import type { AttackInput } from '../../types'
import { inOtherOrder } from './clause-order'
import { inOtherManner } from './politeness'
import { asQuestion } from './question'
import { inOtherVoice } from './voice'

describe('voice', () => {
  it.each([
    ['Return the sum of the list.', 'The sum of the list should be returned.'],
    ['Find the largest number', 'The largest number should be found'],
    ['Give back a list.', 'A list should be given back.'],
    ['Return 0 if the list is empty.', '0 should be returned if the list is empty.'],
    ['Compute the numbers that are greater than 6.', 'The numbers that are greater than 6 should be computed.'],
    ['Write a function to add two lists.', 'A function should be written to add two lists.'],
    [
      'Write a python function that takes n, then adds 1: like this.',
      'A python function should be written that takes n, then adds 1: like this.',
    ],
    ['Create a function which sorts.', 'A function should be created which sorts.'],
    ['You are given a string.', 'A string is given.'],
    ['You are given two lists of words.', 'Two lists of words are given.'],
    ['You will be given a word.', 'A word will be given.'],
    ['Check if it is sorted.', 'It should be checked if it is sorted.'],
    ['Verify whether they match', 'It should be verified whether they match'],
  ])('%j', (before, after) => expect(inOtherVoice(before)).toBe(after))

  it.each([
    'Return the sum, then double the result.',
    'Return it.',
    'Find out how many there are.',
    'Return whether it is sorted.',
    'Get the sum and return the result.',
    'Split the text into words.',
    'Write the sum.',
    'You are given a list and you have to sort it.',
    'You are given an apple and an orange.',
    'What is the sum?',
    'The sum is returned.',
    'Returns the sum.',
    'Example:',
    'Find one. Find two.',
    '- Find the longest postfix.',
  ])('has nothing to say to %j', (sentence) => expect(inOtherVoice(sentence)).toBeNull())
})

describe('order of clauses', () => {
  it.each([
    ['If the list is empty, return 0.', 'Return 0 if the list is empty.'],
    ['When there is none, then return 0', 'Return 0 when there is none'],
    ['Return 0 if the list is empty.', 'If the list is empty, return 0.'],
    ['Given a list of numbers, return the largest.', 'Return the largest, given a list of numbers.'],
  ])('%j', (before, after) => expect(inOtherOrder(before)).toBe(after))

  it.each([
    'Check if the list is empty.',
    'Find out if the list is empty.',
    'Write a function that returns 0 if the list is empty.',
    'Return 0 and stop if the list is empty.',
    'If the list is empty, return it.',
    'If the list is empty, return 0, otherwise 1.',
    'Return 1 if it is empty.',
    'Return 1 if the list is empty, otherwise 0.',
    'Return 1 if and only if the list is empty.',
    'If the list is empty, the result is 0.',
    'Return the words, or 0 if there is none.',
    'Given a list, return the largest and the smallest.',
    'Return the sum.',
  ])('has nothing to say to %j', (sentence) => expect(inOtherOrder(sentence)).toBeNull())
})

describe('questions', () => {
  it.each([
    ['Return the sum.', 'Could you return the sum?'],
    ['Return the sum', 'Could you return the sum?'],
    ['Please keep the even numbers.', 'Could you keep the even numbers?'],
    ['Your task is to return the sum.', 'Could you return the sum?'],
    ['Your task: keep the first, then stop.', 'Could you keep the first, then stop?'],
    ['Given a list, find the sum.', 'Given a list, could you find the sum?'],
    ['For the list of words: count them.', 'For the list of words: could you count them?'],
    ['If the list is empty, then return 0.', 'If the list is empty, could you return 0?'],
    ['What is the sum of the list?', 'Return the sum of the list.'],
    ['How can we get the sum?', 'Get the sum.'],
    ['How do you compute the sum?', 'Compute the sum.'],
    ['Could you return the sum?', 'Return the sum.'],
  ])('%j', (before, after) => expect(asQuestion(before)).toBe(after))

  it.each([
    'The sum is returned.',
    'Separate groups are balanced.',
    'Assume the list is sorted.',
    'Why not?',
    'Examples',
    'Returns the sum.',
    'Given a list.',
  ])('has nothing to say to %j', (sentence) => expect(asQuestion(sentence)).toBeNull())

  it('leads back where the order began without more', () => {
    for (const order of ['Return the sum.', 'Take the list, then count the words.', 'Write a function to add.']) {
      expect(asQuestion(asQuestion(order) ?? '')).toBe(order)
    }
  })
})

describe('politeness', () => {
  it.each([
    ['Return the sum.', 'Please return the sum.'],
    ['Please return the sum.', 'Return the sum.'],
    ['Your task is to return the sum.', 'Please return the sum.'],
    ['Given a list, find the sum.', 'Given a list, please find the sum.'],
    ['return the sum', 'Please return the sum'],
  ])('%j', (before, after) => expect(inOtherManner(before)).toBe(after))

  it.each(['The sum is returned.', 'What is the sum?', 'Example', 'Pleased to meet you.'])(
    'has nothing to say to %j',
    (sentence) => expect(inOtherManner(sentence)).toBeNull(),
  )
})

function attack(input: AttackInput, rule: string) {
  const result = perturb({ attack: 'paraphrase', mode: 'corrected', parameters: { rule }, seed: 0 }, input)
  expect(applyEdits(input.prompt, result.edits)).toBe(result.text)
  expect(applyEdits(result.text, invertEdits(result.edits))).toBe(input.prompt)
  const sentences = regionsOf(input).filter(({ kind }) => kind === 'sentence')
  for (const { start, end } of result.edits) {
    expect(sentences.some((region) => region.start <= start && end <= region.end)).toBe(true)
  }
  return result
}

describe('the attack', () => {
  const input: AttackInput = {
    prompt:
      'def f(n):\n    """ Return the first n words\n    of "if x, y".\n    >>> f(1)\n    2\n\n    If n is 0, return the "empty" one.\n    """\n',
    form: 'humaneval',
    taskId: 'T/0',
    entryPoint: 'f',
    canonicalSolution: '',
  }

  it('keeps what is no language, and never reads it', () => {
    expect(attack(input, 'voice').text).toBe(
      input.prompt.replace(
        'Return the first n words\n    of "if x, y".',
        'The first n words\n    of "if x, y" should be returned.',
      ),
    )
  })

  it('does not move what is kept past another', () => {
    expect(attack(input, 'clause-order')).toMatchObject({
      applied: false,
      why: 'The rule fits no sentence of this prompt.',
    })
  })

  it('changes each sentence by the first rule that fits', () => {
    expect(attack(input, 'first').text).toContain('should be returned')
    expect(attack(input, 'first').text).toContain('If n is 0, could you return the "empty" one?')
  })
})

const FILES = [
  [
    'mbpp',
    'public/benchmarks/starter-mbpp.jsonl.gz',
    { first: 1, voice: 0.35, 'clause-order': 0.1, question: 1, politeness: 0.9 },
  ],
  [
    'humaneval',
    'public/benchmarks/starter-humaneval.jsonl.gz',
    { first: 1, voice: 0.35, 'clause-order': 0.1, question: 1, politeness: 0.9 },
  ],
  [
    'mbpp',
    '../shared/data/MbppPlus-v0.2.0.jsonl.gz',
    { first: 0.99, voice: 0.95, 'clause-order': 0, question: 0.99, politeness: 0.99 },
  ],
  [
    'humaneval',
    '../shared/data/HumanEvalPlus-v0.1.10.jsonl.gz',
    { first: 0.7, voice: 0.3, 'clause-order': 0.05, question: 0.6, politeness: 0.65 },
  ],
] as const

describe('share of prompts changed', () => {
  it.each(FILES)('%s of %s', (form, path, least) => {
    if (!existsSync(path)) {
      console.info(`${path} is not here: skipped`)
      expect(path.startsWith('../shared/')).toBe(true)
      return
    }
    const rows = gunzipSync(readFileSync(path)).toString().trim().split('\n')
    const inputs = rows.map((row): AttackInput => {
      const prompt: unknown = JSON.parse(/"prompt": ("(?:[^"\\]|\\.)*")/.exec(row)?.[1] ?? 'null')
      if (typeof prompt !== 'string') throw new Error(`A row of ${path} has no prompt.`)
      return {
        prompt,
        form,
        taskId: 'T/0',
        entryPoint: /"entry_point": "([^"]*)"/.exec(row)?.[1] ?? '',
        canonicalSolution: '',
      }
    })
    for (const [rule, share] of Object.entries(least)) {
      const changed = inputs.filter((input) => attack(input, rule).applied).length
      console.info(`${path}, ${rule}: ${changed} of ${inputs.length} changed`)
      expect(changed / inputs.length).toBeGreaterThanOrEqual(share)
    }
  })
})
