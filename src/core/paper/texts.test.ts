import { describe, expect, test } from 'vitest'
import { ADVICE, billions } from './advice'
import { CONFOUNDS } from './confounds'
import { EXAMPLE_CASES, LISTINGS, SUITE_792 } from './examples'
import { NOISE_SHARES } from './noise-shares'
import { EVERYTHING, recount, select } from './recount'
import { cellAt, PAPER_CELLS, PAPER_MODELS } from './table-one'
import { TEXT_ERRORS } from './text-errors'
import { ownPrompt } from '../benchmarks/own-prompt'

const text = (id: string): string => {
  const error = TEXT_ERRORS.find((one) => one.id === id)
  return `${error?.says} ${error?.found}`
}

describe('what is said of the table stands in the table', () => {
  test('ids are unique', () => {
    for (const list of [CONFOUNDS, TEXT_ERRORS, ADVICE, EXAMPLE_CASES]) {
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
    }
  })

  test('the two headlines', () => {
    const mbpp = recount(select({ ...EVERYTHING, benchmark: 'MBPP both' }))
    const humanEval = recount(select({ ...EVERYTHING, benchmark: 'HumanEval both' }))
    expect(text('two-headlines')).toContain(`${mbpp.quantized} of ${mbpp.n}`)
    expect(text('two-headlines')).toContain(`${humanEval.quantized} of ${humanEval.n}, 40.74 %`)
  })

  test('the largest scores', () => {
    expect(Math.max(...PAPER_CELLS.map(({ rrs }) => rrs ?? 0))).toBe(6.997)
    const codegen = { family: 'CodeGen', size: '2B' } as const
    expect(PAPER_CELLS.filter(({ rrs }) => rrs === 5.999)).toEqual([cellAt(codegen, 'HumanEval+', 'word')])
    expect(cellAt(codegen, 'HumanEval', 'sentence')?.rrs).toBe(1.667)
    expect(cellAt(codegen, 'HumanEval+', 'sentence')?.rrs).toBe(1.2)
  })

  test('LLaMA 3B on MBPP', () => {
    const llama = { family: 'LLaMA', size: '3B' } as const
    expect(cellAt(llama, 'MBPP', 'sentence')).toMatchObject({ rrs: 0.769, side: 'original' })
    expect(cellAt(llama, 'MBPP+', 'sentence')).toMatchObject({ rrs: 0.559, side: 'original' })
    expect(cellAt(llama, 'MBPP+', 'character')).toMatchObject({ side: 'equal' })
  })

  test('CodeGen', () => {
    expect(recount(select({ ...EVERYTHING, family: 'CodeGen' }))).toMatchObject({ quantized: 23, original: 12 })
    const letters = select({ ...EVERYTHING, family: 'CodeGen', attack: 'character', benchmark: 'HumanEval both' })
    expect(recount(letters)).toMatchObject({ n: 6, original: 6 })
  })

  test('noise shares are those of the twelve models, in the order of the table', () => {
    expect(NOISE_SHARES.map(({ family, size }) => ({ family, size }))).toEqual(PAPER_MODELS)
    const percentages = NOISE_SHARES.map(({ percentage }) => percentage)
    expect([Math.min(...percentages), Math.max(...percentages)]).toEqual([1.4, 29.5])
  })
})

describe('advice', () => {
  test('every cell belongs to one range of sizes', () => {
    expect(ADVICE.map(({ count }) => count?.n ?? null)).toEqual([66, 30, 30, null, null])
    expect(billions({ size: '350M' })).toBe(0.35)
  })
})

describe('example prompts', () => {
  test.each(EXAMPLE_CASES)('$task opens on Play with the assert that stands in it', ({ prompt, attacked }) => {
    expect(ownPrompt(prompt).problems[0]?.base).toMatchObject({ kind: 'cases', inputs: [expect.anything()] })
    expect(attacked).not.toBe(prompt)
    expect(attacked.split('\n').slice(2)).toEqual(prompt.split('\n').slice(2))
  })

  test('of the listings only the third fails, and only plus tests', () => {
    const failing = LISTINGS.filter(({ passed }) => passed.plus < SUITE_792.plus)
    expect(failing.map(({ number }) => number)).toEqual([3])
    expect(LISTINGS.every(({ passed }) => passed.base === SUITE_792.base)).toBe(true)
  })
})
